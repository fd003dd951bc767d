"""A written bulletin as HTML: a fragment for our own screens, a whole file for everyone else's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from html import escape

from hotline.documents.characters import printable
from hotline.documents.svg_charts import chart_svg
from hotline.documents.web_style import STYLE
from hotline.rules.charting import caption, chart_table, note
from hotline.rules.pages import (
    Appendix,
    Block,
    Chart,
    Heading,
    Masthead,
    Number,
    Page,
    Paragraph,
    Piece,
    Pieces,
    Table,
    appendix_lines,
    appendix_marks,
    chinese_date,
    spans_the_row,
)

Link = Callable[[str], str | None]
"""From a figure's name to the address that explains it; None where there is nothing to show."""

# The file is opened from a disk, where no server sends this header along with it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_html(page: Page, link: Link | None = None) -> str:
    """The page as one HTML file that reads on a screen and prints like the Word file.

    All text is escaped; the file runs no script and fetches nothing. Figures lead somewhere only
    if `link` is given (see `fragment`).
    """
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(page.title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{fragment(page, link)}</body>\n</html>\n"
    )


def fragment(page: Page, link: Link | None = None) -> str:
    """The page as an `<article>` for a screen of ours, free of inline style and script.

    With `link` a counted number becomes a link to what it was counted from, or `<data>` naming
    its figure where `link` returns None; without it, plain text.
    """
    blocks = _blocks(page.blocks, link)
    title = f"<h1>{_text(page.title)}</h1>\n"
    return f'<article class="bulletin">\n{_head(page)}{title}{blocks}</article>\n'


def _head(page: Page) -> str:
    issued = _issued(page.issuer, page.issued_on)
    if page.masthead:
        return f'<header class="bulletin-masthead">\n{_masthead(page.masthead)}{issued}</header>\n'
    return f"<header>\n{issued}</header>\n" if issued else ""


def _masthead(masthead: Masthead) -> str:
    name = f'<p class="bulletin-name">{_text(masthead.name)}</p>\n'
    issue = f'<p class="bulletin-issue">{_text(masthead.issue)}</p>\n' if masthead.issue else ""
    return name + issue


def _issued(issuer: str, day: date | None) -> str:
    if not issuer and day is None:
        return ""
    when = f'<time datetime="{day.isoformat()}">{chinese_date(day)}</time>' if day else ""
    return f'<p class="bulletin-issued"><span>{_text(issuer)}</span>{when}</p>\n'


def _blocks(blocks: Sequence[Block], link: Link | None) -> str:
    """All blocks in order; before the first appendix stands which ones there are."""
    marks = iter(appendix_marks(blocks))
    announced = False
    made = []
    for place, block in enumerate(blocks):
        if isinstance(block, Appendix):
            made += [] if announced else [_announced(appendix_lines(blocks))]
            announced = True
            made.append(_appendix(*next(marks)))
        else:
            made.append(_block(block, link, f"chart-{place}"))
    return "".join(made)


def _announced(lines: Sequence[str]) -> str:
    written = "".join(f"<p>{_text(line)}</p>\n" for line in lines)
    return f'<div class="bulletin-appendices">\n{written}</div>\n'


def _appendix(mark: str, title: str) -> str:
    return (
        f'<h2 class="bulletin-appendix"><span>{_text(mark)}</span> '
        f"<span>{_text(title)}</span></h2>\n"
    )


def _block(block: Heading | Paragraph | Table | Chart, link: Link | None, key: str) -> str:
    match block:
        case Heading():
            tag = f"h{block.level + 1}"
            return f"<{tag}>{_pieces(block.pieces, link)}</{tag}>\n"
        case Paragraph():
            return f"<p>{_pieces(block.pieces, link)}</p>\n"
        case Table():
            return _table(block, link)
        case Chart():
            return _chart(block, link, key)


def _chart(block: Chart, link: Link | None, key: str) -> str:
    """The drawing, its caption, and its values as a table for whoever wants to follow them."""
    title, below = _text(caption(block)), note(block)
    drawn = chart_svg(block, key) if block.labels and block.series else "<p>（没有数据）</p>"
    noted = f'<p class="bulletin-note">{_text(below)}</p>\n' if below else ""
    values = _table(replace(chart_table(block), caption=""), link, label=f"{title}的数据")
    return (
        f'<figure class="bulletin-chart">\n{drawn}\n<figcaption>{title}</figcaption>\n{noted}'
        f"<details>\n<summary>图中数据</summary>\n{values}</details>\n</figure>\n"
    )


def _table(block: Table, link: Link | None, label: str = "") -> str:
    """A table in a frame of its own, which a narrow screen can scroll and a keyboard can reach."""
    caption = _text(block.caption)
    label = label or caption or "表格"
    head = "".join(f'<th scope="col">{_text(text)}</th>' for text in block.header)
    body = "".join(
        _row(row, block.numeric, link, heads=index in block.groups)
        for index, row in enumerate(block.rows)
    )
    foot = _row(block.foot, block.numeric, link, heads=False) if block.foot else ""
    return (
        f'<div class="bulletin-table" role="region" tabindex="0" aria-label="{label}">\n<table>\n'
        + (f"<caption>{caption}</caption>\n" if caption else "")
        + f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n"
        + (f"<tfoot>\n{foot}</tfoot>\n" if foot else "")
        + "</table>\n</div>\n"
    )


def _row(row: Sequence[Pieces], numeric: frozenset[int], link: Link | None, *, heads: bool) -> str:
    """One row; one that heads others says so, and runs across all columns if it has no figures."""
    if heads and spans_the_row(row):
        return (
            f'<tr class="bulletin-group"><th colspan="{len(row)}" scope="colgroup">'
            f"{_pieces(row[0], link)}</th></tr>\n"
        )
    cells = "".join(_cell(pieces, link, index in numeric) for index, pieces in enumerate(row))
    kind = ' class="bulletin-group"' if heads else ""
    return f"<tr{kind}>{cells}</tr>\n"


def _cell(pieces: Pieces, link: Link | None, numeric: bool) -> str:
    kind = ' class="bulletin-number"' if numeric else ""
    return f"<td{kind}>{_pieces(pieces, link)}</td>"


def _pieces(pieces: Pieces, link: Link | None) -> str:
    return "".join(_piece(piece, link) for piece in pieces)


def _piece(piece: Piece, link: Link | None) -> str:
    text = _text(piece.text)
    if link is None or not isinstance(piece, Number):
        return text
    address = link(piece.figure)
    if address is None:
        return f'<data class="bulletin-figure" value="{_text(piece.figure)}">{text}</data>'
    return f'<a class="bulletin-figure" href="{_text(address)}">{text}</a>'


def _text(text: str) -> str:
    """Any text as HTML that says exactly this text, inside an element or a quoted attribute."""
    return escape(printable(text), quote=True)
