"""Workbooks whose bytes depend on their contents alone, and cells that nothing computes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from openpyxl.xml.functions import tostring  # type: ignore[import-untyped]

from hotline.documents.characters import printable
from hotline.documents.sealed_zip import without_moment

TEXT_FORMAT = "@"
_UNDATED = date(2000, 1, 1)
_CELL_LIMIT = 32_767


def put_text(cell: Any, text: str) -> None:
    """A cell that holds its text as it is, also where it begins like a formula."""
    cell.value = printable(text)[:_CELL_LIMIT]
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT


def workbook_bytes(
    book: openpyxl.Workbook, *, title: str = "", author: str = "", day: date | None = None
) -> bytes:
    """The finished book; its properties name the issuing body and its day, never a person."""
    stream = BytesIO()
    book.save(stream)
    properties = book.properties
    properties.title, properties.creator = printable(title), printable(author)
    properties.created = properties.modified = datetime.combine(day or _UNDATED, time(), UTC)
    core = tostring(properties.to_tree())
    return without_moment(stream.getvalue(), {"docProps/core.xml": core})
