"""Workbooks for the tests, good and hostile, made in memory; all texts are invented."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook


def xlsx(cells: Mapping[str, Any], **more: Mapping[str, Any]) -> bytes:
    """A workbook with one sheet of given cells (A1 → value), and more sheets by name."""
    book = Workbook()
    sheets = [book.active, *(book.create_sheet(name) for name in more)]
    for sheet, content in zip(sheets, [cells, *more.values()], strict=True):
        for place, value in content.items():
            sheet[place] = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rows_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with these rows from A1 on."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    return saved(book)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    return zipped(parts | {name: content})


def with_false_sizes(workbook: bytes, size: int) -> bytes:
    """The workbook with a directory that lies about how large its parts are when unpacked."""
    data = bytearray(workbook)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset : place + offset + 4] = struct.pack("<I", size)
            place = data.find(mark, place + 4)
    return bytes(data)


def xls(rows: Sequence[Sequence[str | float]]) -> bytes:
    """An Excel 97 workbook: BIFF8 records ([MS-XLS]) in a compound file ([MS-CFB])."""
    stream = _biff(rows)
    stream += b"\0" * (max(4096, -(-len(stream) // 512) * 512) - len(stream))
    sectors = len(stream) // 512
    chain = [*range(3, sectors + 2), 0xFFFFFFFE]
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *chain]
    fat += [0xFFFFFFFF] * (128 - len(fat))
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(
        "Workbook", 2, -1, 2, len(stream)
    )
    return _cfb_header() + struct.pack("<128I", *fat) + directory.ljust(512, b"\0") + stream


def _cfb_header() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return head + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBBiii", len(text), kind, 1, -1, -1, child)
    return entry + b"\0" * 36 + struct.pack("<IQ", start, size)


def _biff(rows: Sequence[Sequence[str | float]]) -> bytes:
    start = _piece(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    end = _piece(0x0A, b"")
    name = b"\x05\x00Sheet"
    offset = len(start) + 4 + 6 + len(name) + len(end)
    globals_ = start + _piece(0x85, struct.pack("<IBB", offset, 0, 0) + name) + end
    body = b"".join(_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    return globals_ + _piece(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0)) + body + end


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _piece(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _piece(0x203, place + struct.pack("<d", value))


def _piece(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
