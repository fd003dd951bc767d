"""A table as an Excel workbook: every cell a text, so that no spreadsheet computes one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import openpyxl  # type: ignore[import-untyped]

WIDTH = 22
TEXT_FORMAT = "@"


def workbook_written(title: str, header: Sequence[str], rows: Iterable[Iterable[str]]) -> bytes:
    """The rows below their header in one sheet; the header stays in sight."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place in range(1, len(header) + 1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(place)].width = WIDTH
    sheet.append([_cell(sheet, text, bold=True) for text in header])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet: object, text: str, *, bold: bool = False) -> Any:
    """A cell that holds its text as it is, also where it begins like a formula."""
    try:
        cell = openpyxl.cell.WriteOnlyCell(sheet, text)
    except openpyxl.utils.exceptions.IllegalCharacterError:
        cell = openpyxl.cell.WriteOnlyCell(
            sheet, "".join(sign for sign in text if sign.isprintable())
        )
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    cell.font = openpyxl.styles.Font(bold=bold)
    return cell
