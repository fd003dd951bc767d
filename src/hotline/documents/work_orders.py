"""Work-order sheets of superiors' platforms: tables, Word forms, and zip files of both.

A strange file cannot hurt: workbooks and Word files are opened by a child process with limits, a
zip is weighed before anything is unpacked, and the names in it are never names on our disk.
"""

from __future__ import annotations

import base64
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from hotline.documents.file_names import clean_name, ending_of
from hotline.documents.published import read_published
from hotline.documents.raw_records import RawRecord, UnreadableFile
from hotline.documents.tables import read_table

MOST_ORDERS = 5_000
FILE_LIMIT = 100 * 1024 * 1024
PART_LIMIT = 500
UNPACKED_LIMIT = 200 * 1024 * 1024
RATIO_LIMIT = 200
RATIO_MATTERS_FROM = 20 * 1024 * 1024
ENCRYPTED = 0x1
PIECE = 256 * 1024
SHEETS = ("xlsx", "xls", "csv", "docx")
PAIR = 2
FORMAT = "hotline-work-order"

TOO_LARGE = "文件太大，或解压后太大。请拆成几个较小的文件后重试。"
BROKEN_ZIP = "压缩包打不开，或者已损坏、有密码。请重新压缩为 ZIP 后重试。"
NO_SHEET = "压缩包里没有工单表（xlsx、csv 或 docx）。请核对后重试。"
NO_FORM = "Word 文件里没有工单表格：每件工单应是一张表，左边是项目名称，右边是内容。"


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """One matter of a sheet: its cells by column or label, or the `problem` that hides them.

    `raw` are exactly the bytes of its row; of a Word form its cells as JSON. `files` came with it.
    """

    cells: Mapping[str, str] | None
    raw: bytes
    problem: str = ""
    files: Sequence[tuple[str, bytes]] = field(default=())

    def as_bytes(self) -> bytes:
        """The matter by itself, the same bytes whenever the same matter comes again."""
        body = {
            "format": FORMAT,
            "cells": self.cells,
            "problem": self.problem,
            "raw": base64.b64encode(self.raw).decode(),
            "files": [[name, base64.b64encode(content).decode()] for name, content in self.files],
        }
        return json.dumps(body, ensure_ascii=False, sort_keys=True).encode()


def order_from(raw: bytes) -> WorkOrder | None:
    """The matter in `as_bytes`; None for bytes that are something else."""
    try:
        body = json.loads(raw)
        if body["format"] != FORMAT:
            return None
        cells = body["cells"]
        files = [(str(name), base64.b64decode(text)) for name, text in body["files"]]
        if cells is not None:
            cells = {str(name): str(text) for name, text in cells.items()}
        return WorkOrder(cells, base64.b64decode(body["raw"]), str(body["problem"]), files)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def read_orders(content: bytes, name: str) -> list[WorkOrder]:
    """The matters of a file in its order; raises UnreadableFile for the file as a whole."""
    if len(content) > FILE_LIMIT:
        raise UnreadableFile(TOO_LARGE)
    inside = _names_inside(content) if content.startswith(b"PK") else None
    if inside is not None and not _is_office(inside):
        return _of_zip(content)
    if inside is not None and "word/document.xml" in inside:
        return _limited(_forms(content, name))
    table = read_table(BytesIO(content), name)
    with table:
        return _limited(_of_row(record) for record in table)


def _limited(orders: Iterator[WorkOrder]) -> list[WorkOrder]:
    found: list[WorkOrder] = []
    for order in orders:
        found.append(order)
        if len(found) > MOST_ORDERS:
            raise UnreadableFile(f"文件超过 {MOST_ORDERS} 件工单。请拆成几个文件后重试。")
    return found


def _of_row(record: RawRecord) -> WorkOrder:
    return WorkOrder(record.cells, record.raw, record.problem or "")


def _forms(content: bytes, name: str) -> Iterator[WorkOrder]:
    """One order a table of label and value cells, in pairs along each row."""
    found = False
    for _, table in read_published(BytesIO(content), name).tables():
        cells = _pairs(table.rows)
        if cells:
            found = True
            yield WorkOrder(cells, json.dumps(cells, ensure_ascii=False).encode())
    if not found:
        raise UnreadableFile(NO_FORM)


def _pairs(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Label and value beside each other; a label that comes again keeps its first value."""
    found: dict[str, str] = {}
    for row in rows:
        cells = [cell.strip() for cell in row]
        for place in range(0, len(cells) - 1, PAIR):
            label, value = cells[place].rstrip("：:"), cells[place + 1]
            if label and label not in found:
                found[label] = value
    return found


def _names_inside(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise UnreadableFile(BROKEN_ZIP) from error
    unpacked = sum(part.file_size for part in parts)
    swollen = unpacked > RATIO_MATTERS_FROM and unpacked > RATIO_LIMIT * len(content)
    if swollen or unpacked > UNPACKED_LIMIT or len(parts) > PART_LIMIT * 10:
        raise UnreadableFile(TOO_LARGE)
    return {part.filename for part in parts}


def _is_office(names: set[str]) -> bool:
    return bool(names & {"word/document.xml", "[Content_Types].xml", "xl/workbook.xml"}) or any(
        name.lower().startswith("xl/workbook") for name in names
    )


def _of_zip(content: bytes) -> list[WorkOrder]:
    """The orders of all sheets in a zip, each with the files that are named after its number."""
    files = _unpacked(content)
    sheets = [(path, body) for path, body in files if ending_of(clean_name(path)) in SHEETS]
    beside = [(path, body) for path, body in files if ending_of(clean_name(path)) not in SHEETS]
    if not sheets:
        raise UnreadableFile(NO_SHEET)
    orders = []
    for path, body in sheets:
        if body.startswith(b"PK") and not _is_office(_names_inside(body)):
            raise UnreadableFile("压缩包里还有压缩包，不再打开。请解开后重试。")
        orders += read_orders(body, clean_name(path))
    return [replace(order, files=_files_of(order, orders, beside)) for order in orders]


def _files_of(
    order: WorkOrder, orders: Sequence[WorkOrder], beside: Sequence[tuple[str, bytes]]
) -> list[tuple[str, bytes]]:
    """Of one order alone all files; of several those whose path names one of its cells whole."""
    if len(orders) == 1:
        return [(clean_name(path), body) for path, body in beside]
    named = {text for text in (order.cells or {}).values() if MIN_NAME <= len(text) <= MAX_NAME}
    return [
        (clean_name(path), body)
        for path, body in beside
        if any(piece in named for piece in _pieces(path))
    ]


# How long a cell is that can be the number in a file's name.
MIN_NAME, MAX_NAME = 3, 60


def _pieces(path: str) -> list[str]:
    """What a path can call an order by: its folders, its name, and its name up to a dash."""
    folders = path.replace("\\", "/").split("/")
    stem = folders[-1].rpartition(".")[0] or folders[-1]
    return [*folders[:-1], stem, *(stem.partition(sign)[0] for sign in "_ （(")]


def _unpacked(content: bytes) -> list[tuple[str, bytes]]:
    """The files of a zip; what it says of its own size is not believed."""
    found: list[tuple[str, bytes]] = []
    total = 0
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            if len(parts) > PART_LIMIT:
                raise UnreadableFile(TOO_LARGE)
            for part in parts:
                if part.flag_bits & ENCRYPTED:
                    raise UnreadableFile(BROKEN_ZIP)
                body = _piecewise(archive, part, UNPACKED_LIMIT - total)
                total += len(body)
                found.append((_path_of(part), body))
    except (
        zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError,
        RuntimeError,
    ) as error:  # fmt: skip
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(BROKEN_ZIP) from error
    return found


def _piecewise(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes:
    pieces: list[bytes] = []
    read = 0
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            read += len(piece)
            if read > left:
                raise UnreadableFile(TOO_LARGE)
            pieces.append(piece)
    return b"".join(pieces)


def _path_of(part: zipfile.ZipInfo) -> str:
    """A member's path; one without the mark for UTF-8 was written by a Chinese Windows."""
    if part.flag_bits & 0x800:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return part.filename
