"""The workbook that goes with a bulletin: a sheet for each table and chart, and the definitions.

Counted numbers are numbers, so that a reader can sort and add; every text is a text, so that no
spreadsheet computes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Font, Side  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from hotline.documents import gbt9704
from hotline.documents.characters import printable
from hotline.documents.open_data import OpenFigure
from hotline.documents.printed_numbers import cell_number
from hotline.documents.sealed_workbook import put_text, workbook_bytes
from hotline.rules.charting import chart_table, note
from hotline.rules.pages import Chart, Number, Page, Pieces, Table, Words, plain, spans_the_row

DEFINITIONS = "口径"
_HEADER = ("代码", "名称", "数值", "分子", "分母", "口径说明")
_NAME_LIMIT = 31
_UNFIT = re.compile(r"[\[\]:*?/\\]")
_NARROW, _WIDE = 8, 48
_TITLE, _HEAD = 1, 2
_SIDE = Side(style="thin", color="808080")
_GRID = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_A4 = 9
_BODY = 11


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What one sheet holds: its title line, header, rows of cells, which rows are bold."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Pieces]]
    numeric: frozenset[int]
    bold: frozenset[int] = frozenset()
    below: str = ""
    spanning: frozenset[int] = frozenset()


def write_appendix(page: Page, figures: Iterable[OpenFigure]) -> bytes:
    """The .xlsx of a page; the same page and figures give the same bytes."""
    sheets = [_sheet(block) for block in page.blocks if isinstance(block, Table | Chart)]
    names = sheet_names([sheet.title for sheet in sheets])
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, sheet in zip(names, sheets, strict=True):
        _write(book.create_sheet(name), sheet)
    _write(book.create_sheet(DEFINITIONS), _definitions(page.title, figures))
    return workbook_bytes(book, title=page.title, author=page.issuer, day=page.issued_on)


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that Excel takes: short, without its marks, each once whatever the case."""
    taken, names = {DEFINITIONS.casefold(), "history"}, []
    for number, title in enumerate(titles, start=1):
        plain_title = _UNFIT.sub(" ", printable(title)).strip(" '") or f"表{number}"
        name, again = _cut(plain_title, ""), 1
        while name.casefold() in taken:
            again += 1
            name = _cut(plain_title, f"（{again}）")
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(title: str, ending: str) -> str:
    """So much of a title that it fits with its ending; Excel counts in units of UTF-16."""
    room = _NAME_LIMIT - len(ending)
    raw = title.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return raw.rstrip(" '") + ending


def _sheet(block: Table | Chart) -> _Sheet:
    table = chart_table(block) if isinstance(block, Chart) else block
    rows = [*table.rows, table.foot] if table.foot else list(table.rows)
    last = {len(table.rows)} if table.foot else set[int]()
    return _Sheet(
        title=block.title if isinstance(block, Chart) else block.caption,
        header=table.header,
        rows=rows,
        numeric=table.numeric,
        bold=table.groups | last,
        below=note(block) if isinstance(block, Chart) else "",
        spanning=frozenset(n for n in table.groups if spans_the_row(rows[n])),
    )


def _definitions(title: str, figures: Iterable[OpenFigure]) -> _Sheet:
    """What each figure is called, what it is, and what it was counted from."""
    rows = [
        tuple(
            (Words(text),)
            for text in (
                *(each.name, each.label, each.value, str(each.numerator)),
                *("" if each.denominator is None else str(each.denominator), each.definition),
            )
        )
        for each in figures
    ]
    return _Sheet(f"{title}：{DEFINITIONS}", _HEADER, rows, frozenset({2, 3, 4}))


def _write(sheet: Any, content: _Sheet) -> None:
    """Title, header and rows with their look, and how the sheet is printed."""
    columns = max(len(content.header), 1)
    _put(sheet.cell(_TITLE, 1), content.title, bold=True, size=14, centred=True)
    sheet.merge_cells(start_row=_TITLE, end_row=_TITLE, start_column=1, end_column=columns)
    for column, text in enumerate(content.header, start=1):
        cell = sheet.cell(_HEAD, column)
        _put(cell, text, bold=True, centred=True)
        cell.border = _GRID
    for index, row in enumerate(content.rows):
        _write_row(sheet, _HEAD + 1 + index, row, content, index)
    if content.below:
        _put(sheet.cell(_HEAD + 1 + len(content.rows), 1), content.below)
    for column in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _width(content, column - 1)
    _set_up(sheet)


def _write_row(sheet: Any, line: int, row: Sequence[Pieces], content: _Sheet, index: int) -> None:
    for column, pieces in enumerate(row):
        cell = sheet.cell(line, column + 1)
        counted = column in content.numeric or any(isinstance(p, Number) for p in pieces)
        _put(cell, plain(pieces), bold=index in content.bold, number=counted)
        cell.border = _GRID
    if index in content.spanning:
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(row))


def _put(
    cell: Any,
    text: str,
    *,
    bold: bool = False,
    size: int = _BODY,
    centred: bool = False,
    number: bool = False,
) -> None:
    """One cell: a number where one was counted, else the text as it is."""
    read = cell_number(text) if number else None
    if read is None:
        put_text(cell, text)
    else:
        cell.value, cell.number_format = read.value, read.format
    across = "center" if centred else "right" if read is not None else "left"
    cell.font, cell.alignment = _font(size, bold=bold), _alignment(across, wrap=size == _BODY)


@cache
def _font(size: int, *, bold: bool) -> Font:
    """One object for all cells that look alike: making them takes longer than writing."""
    return Font(name=gbt9704.SONGTI, size=size, bold=bold)


@cache
def _alignment(across: str, *, wrap: bool) -> Alignment:
    return Alignment(horizontal=across, vertical="center", wrap_text=wrap)


def _width(content: _Sheet, column: int) -> float:
    """As wide as its longest text within limits; a Chinese character takes two."""
    cells = [plain(row[column]) for row in content.rows if len(row) > column]
    texts = [content.header[column], *cells] if column < len(content.header) else cells
    longest = max((sum(1 if c.isascii() else 2 for c in text) for text in texts), default=0)
    return min(max(longest + 2, _NARROW), _WIDE)


def _set_up(sheet: Any) -> None:
    """The header stays in sight and comes again on each page; A4 across, as wide as the paper."""
    sheet.freeze_panes = f"A{_HEAD + 1}"
    sheet.print_title_rows = f"{_TITLE}:{_HEAD}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
