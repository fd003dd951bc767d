"""A written bulletin as HTML: a fragment for our own screens, a whole file for everyone else's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from html import escape

from hotline.documents import gbt9704
from hotline.documents.characters import printable
from hotline.rules.pages import (
    Block,
    Heading,
    Masthead,
    Number,
    Page,
    Paragraph,
    Piece,
    Pieces,
    Table,
    chinese_date,
)

Link = Callable[[str], str | None]
"""From a figure's name to the address that explains it; None where there is nothing to show."""

_STYLE = f"""
@page {{
  size: A4;
  margin: {gbt9704.TOP_MM}mm {gbt9704.RIGHT_MM}mm {gbt9704.BOTTOM_MM}mm {gbt9704.LEFT_MM}mm;
}}
@page :right {{ @bottom-right {{ content: "— " counter(page) " —"; font: 14pt SimSun, serif; }} }}
@page :left {{ @bottom-left {{ content: "— " counter(page) " —"; font: 14pt SimSun, serif; }} }}
body {{ margin: 0; background: #fff; color: #000; }}
.bulletin {{
  max-width: {gbt9704.TEXT_MM}mm; margin: 0 auto; padding: 10mm 4mm;
  font: 16pt/28.95pt "Times New Roman", "{gbt9704.FANGSONG}", FangSong, STFangsong, serif;
  text-align: justify; overflow-wrap: anywhere;
}}
.bulletin p {{ margin: 0; text-indent: 2em; }}
.bulletin h1, .bulletin h2, .bulletin h3, .bulletin h4 {{ font-size: 1em; break-after: avoid; }}
.bulletin h2, .bulletin h3, .bulletin h4 {{ margin: 0; text-indent: 2em; font-weight: normal; }}
.bulletin h1, .bulletin .bulletin-name {{
  font-family: "{gbt9704.XIAOBIAOSONG}", "Noto Serif CJK SC", "Songti SC", SimSun, serif;
  text-align: center;
}}
.bulletin h1 {{ margin: 1em 0; font-size: 22pt; line-height: 1.5; }}
.bulletin h2 {{ font-family: "Times New Roman", "{gbt9704.HEITI}", SimHei, sans-serif; }}
.bulletin h3 {{ font-family: "Times New Roman", "{gbt9704.KAITI}", KaiTi, STKaiti, serif; }}
.bulletin h4 {{ font-weight: bold; }}
.bulletin .bulletin-name {{
  color: #{gbt9704.RED}; font-size: 36pt; font-weight: bold; line-height: 1.4; text-indent: 0;
}}
.bulletin .bulletin-issue {{ text-align: center; text-indent: 0; }}
.bulletin .bulletin-issued {{
  display: flex; flex-wrap: wrap; justify-content: space-between; text-indent: 0;
}}
.bulletin-masthead {{ border-bottom: 1.5pt solid #{gbt9704.RED}; margin-bottom: 2em; }}
.bulletin-table {{ overflow-x: auto; margin: .5em 0; }}
.bulletin table {{ width: 100%; border-collapse: collapse; font-size: 12pt; line-height: 18pt; }}
.bulletin caption {{ font-size: 16pt; font-weight: bold; line-height: 28.95pt; }}
.bulletin th, .bulletin td {{ border: .5pt solid; padding: .8mm; text-align: left; }}
.bulletin th, .bulletin .bulletin-number {{ text-align: center; }}
.bulletin tr {{ break-inside: avoid; }}
.bulletin a {{ color: inherit; }}
@media screen {{
  .bulletin .bulletin-name {{ font-size: min(36pt, 7vw); }}
  .bulletin h1 {{ font-size: min(22pt, 5vw); }}
}}
@media print {{
  .bulletin {{ max-width: none; padding: 0; }}
  .bulletin-table {{ overflow: visible; }}
  .bulletin a {{ text-decoration: none; }}
}}
"""

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
        f"<title>{_text(page.title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{fragment(page, link)}</body>\n</html>\n"
    )


def fragment(page: Page, link: Link | None = None) -> str:
    """The page as an `<article>` for a screen of ours, free of inline style and script.

    With `link` a counted number becomes a link to what it was counted from, or `<data>` naming
    its figure where `link` returns None; without it, plain text.
    """
    blocks = "".join(_block(block, link) for block in page.blocks)
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


def _block(block: Block, link: Link | None) -> str:
    match block:
        case Heading():
            tag = f"h{block.level + 1}"
            return f"<{tag}>{_pieces(block.pieces, link)}</{tag}>\n"
        case Paragraph():
            return f"<p>{_pieces(block.pieces, link)}</p>\n"
        case Table():
            return _table(block, link)


def _table(block: Table, link: Link | None) -> str:
    """A table in a frame of its own, which a narrow screen can scroll and a keyboard can reach."""
    caption = _text(block.caption)
    label = caption or "表格"
    head = "".join(f'<th scope="col">{_text(text)}</th>' for text in block.header)
    body = "".join(_row(row, block.numeric, link) for row in block.rows)
    return (
        f'<div class="bulletin-table" role="region" tabindex="0" aria-label="{label}">\n<table>\n'
        + (f"<caption>{caption}</caption>\n" if caption else "")
        + f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n"
    )


def _row(row: Iterable[Pieces], numeric: frozenset[int], link: Link | None) -> str:
    cells = (_cell(pieces, link, index in numeric) for index, pieces in enumerate(row))
    return f"<tr>{''.join(cells)}</tr>\n"


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
