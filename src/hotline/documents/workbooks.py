"""Reading Excel workbooks (.xlsx, .xls) that strangers send, without letting them hurt the site.

The zip directory is weighed before anything is unpacked; then a child process with limits turns the
workbook into lines of JSON in a temporary file, and only those are read here.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO

from hotline.documents import workbook_child
from hotline.documents.raw_records import RawRecord, Table, UnreadableFile, column_names
from hotline.documents.reading_child import run_child

JSON = "json"
FILE_LIMIT = 100 * 1024 * 1024
UNPACKED_LIMIT = 500 * 1024 * 1024
RATIO_LIMIT = 200
RATIO_MATTERS_FROM = 20 * 1024 * 1024
PART_LIMIT = 5_000
WALL_SECONDS = 120

TOO_LARGE = "表格展开后太大。请拆成几个较小的文件后重试。"
BROKEN = "不是可以打开的 Excel 表格，或者已损坏。请用 Excel 另存为 xlsx 后重试。"
FAULTS = {
    workbook_child.LOCKED: "表格有打开密码。请去掉密码后重试。",
    workbook_child.BROKEN: BROKEN,
    workbook_child.TOO_MANY_ROWS: "表格超过 1,000,000 行。请拆成几个文件后重试。",
    workbook_child.EMPTY: "表格是空的。请核对后重新选择文件。",
}


def read_workbook(stream: BinaryIO) -> Table:
    """The rows of the first visible sheet that has any, cells as text.

    Raises:
        UnreadableFile: too large, packed like a zip bomb, locked, broken, empty, or without header.
    """
    _weigh(stream)
    output = _converted(stream)
    try:
        total = output.seek(0, os.SEEK_END)
        output.seek(0)
        header = column_names(_row(output.readline())[1])
    except BaseException:
        output.close()
        raise
    return Table(
        header=header,
        encoding=JSON,
        delimiter="",
        total=total,
        records=_records(output, header),
        close=output.close,
    )


def read_workbook_record(raw: bytes, header: tuple[str, ...], number: int = 0) -> RawRecord:
    """A row from its JSON list of cells, to read a kept row again."""
    try:
        cells = json.loads(raw)
    except (ValueError, RecursionError):
        return RawRecord(number, raw, None, "undecodable")
    if not isinstance(cells, list) or not all(isinstance(cell, str) for cell in cells):
        return RawRecord(number, raw, None, "wrong_column_count")
    return _named(number, raw, cells, header)


def _weigh(stream: BinaryIO) -> None:
    """Refuse what is too large, judging by the file's size and the zip's own directory."""
    size = stream.seek(0, os.SEEK_END)
    if size > FILE_LIMIT:
        raise UnreadableFile("文件超过 100 MB。请拆成几个较小的文件后重试。")
    stream.seek(0)
    if stream.read(2) == b"PK":
        _weigh_parts(_parts(stream), size)


def _parts(stream: BinaryIO) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(stream) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFile(BROKEN) from error


def _weigh_parts(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    is_bomb = unpacked > RATIO_MATTERS_FROM and unpacked > RATIO_LIMIT * size
    if is_bomb or unpacked > UNPACKED_LIMIT or len(parts) > PART_LIMIT:
        raise UnreadableFile(TOO_LARGE)
    if not any(part.filename.lower().startswith("xl/workbook") for part in parts):
        raise UnreadableFile(BROKEN)


def _converted(stream: BinaryIO) -> IO[bytes]:
    """A temporary file with the workbook's rows as lines of JSON, written by the child."""
    output = tempfile.TemporaryFile()  # noqa: SIM115 handed on to its reader, who closes it
    try:
        status = run_child(workbook_child, stream, output, seconds=WALL_SECONDS, slow=TOO_LARGE)
        if status != workbook_child.DONE:
            raise UnreadableFile(FAULTS.get(status, TOO_LARGE))
    except BaseException:
        output.close()
        raise
    return output


def _records(output: IO[bytes], header: tuple[str, ...]) -> Iterator[tuple[int, RawRecord]]:
    position = output.tell()
    for line in output:
        position += len(line)
        number, cells = _row(line)
        fitted = _fitted(cells, len(header))
        raw = json.dumps(fitted, ensure_ascii=False, separators=(",", ":")).encode()
        yield position, _named(number, raw, fitted, header)


def _row(line: bytes) -> tuple[int, list[str]]:
    number, cells = json.loads(line)
    return number, cells


def _fitted(cells: list[str], width: int) -> list[str]:
    """The cells padded to the header's width; what is blank beyond it is dropped."""
    length = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[: max(length, width)] + [""] * (width - len(cells))


def _named(number: int, raw: bytes, cells: list[str], header: tuple[str, ...]) -> RawRecord:
    if len(cells) != len(header):
        return RawRecord(number, raw, None, "wrong_column_count")
    return RawRecord(number, raw, dict(zip(header, cells, strict=True)))
