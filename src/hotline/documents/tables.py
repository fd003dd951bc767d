"""The one door for tables of arrivals: CSV and Excel, told apart by what is in the file.

with path.open("rb") as stream:
    table = read_table(stream, path.name)
    for record in table: ...
"""

from __future__ import annotations

from typing import BinaryIO

from hotline.documents.csv_bytes import Form, read_csv, read_csv_record
from hotline.documents.raw_records import RawRecord, Table, UnreadableFile
from hotline.documents.workbooks import JSON, read_workbook, read_workbook_record

__all__ = ["RawRecord", "Table", "UnreadableFile", "read_one", "read_table"]

WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
OTHER_STARTS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
    b"<": "网页（有的系统导出的“Excel”其实是网页）",
    b"{": "JSON 文件",
}


def read_table(stream: BinaryIO, name: str) -> Table:
    """The rows of a seekable binary stream; `name` is only used to speak of the file.

    Raises:
        UnreadableFile: another kind of file, an empty one, no header, an unknown encoding, or a
            workbook that is locked, broken or dangerously large.
    """
    stream.seek(0)
    start = stream.read(512)
    try:
        _refuse_other(start)
        is_workbook = start.startswith(WORKBOOK_STARTS)
        return read_workbook(stream) if is_workbook else read_csv(stream)
    except UnreadableFile as error:
        raise UnreadableFile(f"{name}：{error}") from error


def read_one(raw: bytes, header: tuple[str, ...], encoding: str, delimiter: str = ",") -> RawRecord:
    """A kept row once more, with the header, encoding and delimiter of the table it came from.

    `number` of the result is 0. With another `encoding` a stray GB18030 row can be read after all.
    """
    if encoding == JSON:
        return read_workbook_record(raw, header)
    return read_csv_record(raw, Form(header, encoding, delimiter))


def _refuse_other(start: bytes) -> None:
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, kind in OTHER_STARTS.items():
        if text.startswith(mark) or start.startswith(mark):
            raise UnreadableFile(
                f"这是{kind}，不是表格。请用 Excel 另存为 xlsx 或 CSV UTF-8 后重试。"
            )
