"""The page of the measurements: one file without scripts, to be read, printed and kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from hotline.engines.measuring.sections import Figure, Section, Table

STYLE = """
body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif}
body{max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:.5rem 0 1.5rem;width:100%}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{border:1px solid #8888;padding:.25rem .5rem;text-align:left;vertical-align:top}
th{background:#8882}.yes{color:#1b6e3c}.no{color:#a02020}
@media print{section{break-inside:avoid}}
"""
REACHED = {True: ("yes", "✓ 达到"), False: ("no", "✗ 未达到"), None: ("", "–")}


def page_of(sections: Iterable[Section]) -> str:
    """The sections as one page of HTML; every word of them is data."""
    body = "".join(_section(section) for section in sections)
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>文本引擎测量</title><style>{STYLE}</style><h1>文本引擎测量</h1>{body}</html>"
    )


def _section(section: Section) -> str:
    rows = [_figure(figure) for figure in section.figures]
    head = ("指标", "结果", "目标", "是否达到", "计数")
    parts = [f"<h2>{escape(section.title)}</h2>", _rows("", head, rows)]
    parts += [_table(table) for table in section.tables]
    if section.notes:
        parts.append("<ul>" + "".join(f"<li>{escape(note)}</li>" for note in section.notes))
        parts.append("</ul>")
    return f"<section>{''.join(parts)}</section>"


def _figure(figure: Figure) -> str:
    name, said = REACHED[figure.reached]
    cells = [escape(part) for part in (figure.name, figure.value, figure.aim)]
    cells += [f'<span class="{name}">{said}</span>', escape(figure.counted)]
    return "".join(f"<td>{cell}</td>" for cell in cells)


def _table(table: Table) -> str:
    rows = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in table.rows]
    return _rows(table.title, table.head, rows)


def _rows(title: str, head: Sequence[str], rows: Sequence[str]) -> str:
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    names = "".join(f"<th scope=col>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table>{caption}<thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"
