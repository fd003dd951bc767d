"""Results as a superior wants them back: its own sheet or form, filled, or a plain table.

Every cell is text that no spreadsheet computes.
"""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from itertools import pairwise
from typing import Any

import docx
import openpyxl  # type: ignore[import-untyped]

from hotline.documents.file_names import clean_name
from hotline.documents.formula_safe import uncomputed
from hotline.documents.raw_records import UnreadableFile
from hotline.documents.workbook_written import workbook_written

# The fields of a result, by the names that platforms give them; the first is ours.
FIELDS: dict[str, tuple[str, ...]] = {
    "their_number": ("工单编号", "编号", "留言编号", "转办单号", "信件编号", "受理编号", "工单号"),
    "our_number": ("承办编号", "本单位编号", "热线编号", "回执编号"),
    "kind": ("办理状态", "回复类型", "状态"),
    "text": ("办理结果", "办理情况", "答复内容", "处理结果", "回复内容", "反馈内容", "办理意见"),
    "unit": ("承办单位", "办理单位", "责任单位", "处理单位"),
    "done_at": ("办结时间", "回复时间", "反馈时间", "办理时间"),
    "solved": ("是否解决", "解决情况"),
    "rating": ("满意度", "诉求人评价", "满意情况"),
}
Line = Mapping[str, str]
BROKEN = "结果模板打不开，或没有编号列和结果列。请核对模板后重试。"
HEADER_ROWS = 20
MOST_ROWS = 20_000


def field_of(label: str) -> str:
    """Which field a column or label of a template is; empty for another one."""
    plain = "".join(unicodedata.normalize("NFKC", label).split()).strip(":*")
    return next((name for name, names in FIELDS.items() if plain in names), "")


def as_workbook(lines: Sequence[Line], template: bytes | None = None) -> bytes:
    """The lines in the template's columns, below or beside the numbers that it holds already."""
    if template is None:
        header = [names[0] for names in FIELDS.values()]
        rows = [[line.get(name, "") for name in FIELDS] for line in lines]
        return workbook_written("办理结果", header, rows)
    try:
        book = openpyxl.load_workbook(BytesIO(template))
        _fill_sheet(book.worksheets[0], lines)
        stream = BytesIO()
        book.save(stream)
    except UnreadableFile:
        raise
    except Exception as error:  # a library that reads a stranger's file may fail in any way
        raise UnreadableFile(BROKEN) from error
    return stream.getvalue()


def as_csv(lines: Sequence[Line], template: bytes | None = None) -> bytes:
    """The lines as CSV that Excel opens, with the template's columns."""
    header = [names[0] for names in FIELDS.values()]
    if template is not None:
        text = template.decode("utf-8-sig", "replace")
        header = next(csv.reader(io.StringIO(text)), header)
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow([uncomputed(name) for name in header])
    for line in lines:
        writer.writerow([uncomputed(line.get(field_of(name), "")) for name in header])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_forms(lines: Sequence[Line], template: bytes) -> bytes:
    """A filled Word form for every line, in one zip."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, line in enumerate(lines, start=1):
            called = line.get("their_number") or line.get("our_number") or str(place)
            archive.writestr(f"{place:03d}-{clean_name(called)}.docx", as_form(line, template))
    return packed.getvalue()


def as_form(line: Line, template: bytes) -> bytes:
    """The template's form with what it asks for written beside its labels."""
    try:
        document = docx.Document(BytesIO(template))
        if not _fill_form(document, line):
            raise UnreadableFile(BROKEN)
        stream = BytesIO()
        document.save(stream)
    except UnreadableFile:
        raise
    except Exception as error:  # as above
        raise UnreadableFile(BROKEN) from error
    return stream.getvalue()


def _fill_form(document: Any, line: Line) -> int:
    """Write beside every label what it asks for; says how many there were."""
    count = 0
    for table in document.tables:
        for row in table.rows:
            for label, value in pairwise(row.cells):
                name = field_of(label.text)
                if name in line:
                    _fill_cell(value, line[name])
                    count += 1
    return count


def _fill_cell(cell: Any, text: str) -> None:
    cell.text = "".join(sign for sign in text if sign == "\n" or sign.isprintable())


def _fill_sheet(sheet: Any, lines: Sequence[Line]) -> None:
    top, columns = _header_of(sheet)
    if "their_number" not in columns or "text" not in columns:
        raise UnreadableFile(BROKEN)
    held = {
        str(sheet.cell(row, columns["their_number"]).value or "").strip(): row
        for row in range(top + 1, min(sheet.max_row, MOST_ROWS) + 1)
    }
    end = max([top, *(row for number, row in held.items() if number)])
    for line in lines:
        row = held.get(line.get("their_number", "")) if line.get("their_number") else None
        if row is None:
            end = row = end + 1
        for name, column in columns.items():
            _write(sheet.cell(row, column), line.get(name, ""))


def _header_of(sheet: Any) -> tuple[int, dict[str, int]]:
    """The row whose cells name the most fields, and the column of each."""
    best: tuple[int, dict[str, int]] = (1, {})
    for row in range(1, min(sheet.max_row, HEADER_ROWS) + 1):
        found: dict[str, int] = {}
        for column in range(1, min(sheet.max_column, 200) + 1):
            name = field_of(str(sheet.cell(row, column).value or ""))
            if name:
                found.setdefault(name, column)
        if len(found) > len(best[1]):
            best = (row, found)
    return best


def _write(cell: Any, text: str) -> None:
    """Text that stays text, also where it begins like a formula."""
    cell.value = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    cell.data_type = "s"
    cell.number_format = "@"
