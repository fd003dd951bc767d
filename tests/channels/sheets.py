"""Work-order sheets of an invented platform, as the bytes of files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO

import docx
import openpyxl

HEADER = ("工单编号", "办理期限", "标题", "诉求内容", "来件时间", "诉求人", "联系电话")
ORDERS: tuple[tuple[str, ...], ...] = (
    ("上-1", "2022-04-20", "路灯", "青禾路路灯不亮。", "2022-04-06 08:05", "甄示例", "15400000001"),
    ("上-2", "2022-04-21", "井盖", "青禾路井盖松动。", "2022-04-06 08:06", "贾示例", "15400000002"),
)


def workbook(rows: Sequence[Sequence[str]] = ORDERS, header: Sequence[str] = HEADER) -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (header, *rows):
        sheet.append(list(row))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def table(rows: Sequence[Sequence[str]] = ORDERS, encoding: str = "gb18030") -> bytes:
    """A CSV file as old systems write it."""
    written = StringIO()
    csv.writer(written).writerows((HEADER, *rows))
    return written.getvalue().encode(encoding)


def form(rows: Sequence[Sequence[str]] = ORDERS, header: Sequence[str] = HEADER) -> bytes:
    """A Word file with one table of labels and values a matter."""
    document = docx.Document()
    for row in rows:
        document.add_heading("转办单", level=1)
        grid = document.add_table(rows=len(header), cols=2)
        for line, label, value in zip(grid.rows, header, row, strict=True):
            line.cells[0].text, line.cells[1].text = label, value
        document.add_page_break()
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip file."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def cells_of(content: bytes) -> list[list[str]]:
    """What a workbook says, as text."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
