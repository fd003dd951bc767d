"""Reading CSV (RFC 4180) out of bytes, row by row, so that one bad row spoils no other.

Each record keeps its bytes exactly. A row whose quotes do not balance, or that is in another
encoding, ends where the next sound row begins; what lies between is kept with it. Rows without any
text (a spreadsheet exports them by the thousand) are passed over.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from hotline.documents.csv_lines import RECORD_LIMIT, Line, Lines, carrier_of, lines_of, to_bytes
from hotline.documents.raw_records import RawRecord, Table, UnreadableFile, column_names

SAMPLE = 64 * 1024
DELIMITERS = (",", "\t", ";")
BOM = "\ufeff"
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The csv module refuses cells over 128 KB, for the whole process; a long petition is not an error.
csv.field_size_limit(max(csv.field_size_limit(), RECORD_LIMIT))


@dataclass(frozen=True, slots=True)
class Form:
    """How the rows of one CSV file are written."""

    header: tuple[str, ...]
    encoding: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """The lines that one record takes up, and its cells (None: its quotes do not balance)."""

    lines: list[Line]
    cells: list[str] | None

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


def read_csv(stream: BinaryIO) -> Table:
    """The table in a seekable CSV stream: UTF-8, UTF-16 with BOM, or GB18030 as a whole.

    Raises:
        UnreadableFile: empty, no text, an encoding that cannot be told, or no usable header.
    """
    stream.seek(0)
    sample = stream.read(SAMPLE)
    total = stream.seek(0, os.SEEK_END)
    encoding, start = encoding_of(sample)
    if encoding.startswith("utf-16") and total % 2:
        raise UnreadableFile("文件不完整：UTF-16 文件的字节数是单数。请重新导出后重试。")
    stream.seek(start)
    lines = Lines(lines_of(stream, carrier_of(encoding)))
    form, size, number = _header(lines, encoding)
    return Table(
        header=form.header,
        encoding=form.encoding,
        delimiter=form.delimiter,
        total=total,
        records=_records(lines, form, start + size, number + 1),
    )


def read_csv_record(raw: bytes, form: Form, number: int = 0) -> RawRecord:
    """One record alone, to read a kept row again, perhaps corrected or in its true encoding."""
    if form.encoding.startswith("utf-16") and len(raw) % 2:
        return RawRecord(number, raw, None, "undecodable")
    lines = Lines(lines_of(io.BytesIO(raw), carrier_of(form.encoding)))
    attempt = _attempt(lines, form.delimiter)
    rest = list(lines)
    return _record(Attempt(attempt.lines + rest, None if rest else attempt.cells), form, number)


def encoding_of(sample: bytes) -> tuple[str, int]:
    """The encoding that a file's first bytes show, and how many bytes its mark (BOM) takes.

    Without a mark: UTF-8 when the header (or, if that is ASCII, any row) is so; else GB18030.

    Raises:
        UnreadableFile: neither, or no text at all.
    """
    for mark, encoding in BOMS:
        if sample.startswith(mark):
            return encoding, len(mark)
    header, *rows = sample.splitlines() or [b""]
    if b"\0" in header:
        raise UnreadableFile("文件不是文字表格，或缺少编码标记。请另存为 CSV UTF-8 后重试。")
    if header.isascii():
        return _encoding_of_rows(rows[:-1] if len(sample) == SAMPLE else rows), 0
    for encoding in ("utf-8", "gb18030"):
        if _decodes(header, encoding):
            return encoding, 0
    raise UnreadableFile("认不出文件的文字编码。请另存为 CSV UTF-8 后重试。")


def _encoding_of_rows(rows: list[bytes]) -> str:
    """GB18030 only if all rows with Chinese are so and none is UTF-8; single strays stay strays."""
    telling = [row for row in rows if not row.isascii()]
    if not telling or any(_decodes(row, "utf-8") for row in telling):
        return "utf-8"
    return "gb18030" if all(_decodes(row, "gb18030") for row in telling) else "utf-8"


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _header(lines: Lines, encoding: str) -> tuple[Form, int, int]:
    """The form of the file, from its first line with text; the bytes and rows read up to there."""
    size = 0
    for number, line in enumerate(lines, start=1):
        lines.put_back([line])
        delimiter = max(DELIMITERS, key=line.text.count)
        attempt = _attempt(lines, delimiter)
        size += len(to_bytes(attempt.text, carrier_of(encoding)))
        if attempt.text.strip():
            return Form(_names(attempt, encoding), encoding, delimiter), size, number
    raise UnreadableFile("文件是空的。请核对后重新选择文件。")


def _names(attempt: Attempt, encoding: str) -> tuple[str, ...]:
    cells = None if attempt.cells is None else _decoded(attempt.cells, encoding)
    if cells is None or any("\0" in cell for cell in cells):
        raise UnreadableFile("读不出文件第一行的列名。请核对双引号，另存为 CSV UTF-8 后重试。")
    return column_names(cells)


def _records(
    lines: Lines, form: Form, position: int, first_number: int
) -> Iterator[tuple[int, RawRecord]]:
    """The records below the header, each with the position in the file where it ends."""
    for number, attempt in enumerate(_sound_or_damaged(lines, form), start=first_number):
        record = _record(attempt, form, number)
        position += len(record.raw)
        if attempt.text.strip(form.delimiter + " \r\n"):
            yield position, record


def _sound_or_damaged(lines: Lines, form: Form) -> Iterator[Attempt]:
    for first in lines:
        if not first.whole:
            yield Attempt([first], None)
            continue
        lines.put_back([first])
        attempt = _attempt(lines, form.delimiter)
        yield _damaged(attempt, lines, form) if _runs_astray(attempt, form) else attempt


def _attempt(lines: Lines, delimiter: str) -> Attempt:
    """Take the lines of the next record; after a quote that never closes only the first is kept."""
    taken: list[Line] = []
    try:
        cells = next(csv.reader(_fed(lines, taken), delimiter=delimiter, strict=True), None)
    except csv.Error:
        cells = None
    return Attempt(taken, cells)


def _fed(lines: Lines, taken: list[Line]) -> Iterator[str]:
    """Feed the csv reader one record at most, so that an open quote cannot swallow the file."""
    size = 0
    for line in lines:
        taken.append(line)
        size += len(line.text)
        if size > RECORD_LIMIT or not line.whole:
            return
        yield line.text


def _runs_astray(attempt: Attempt, form: Form) -> bool:
    """Whether the record may have taken lines that are not its own, or lack lines that are."""
    if attempt.cells is None:
        return True
    if len(attempt.cells) == len(form.header):
        return "\0" in attempt.text and _decoded(attempt.cells, form.encoding) is None
    return len(attempt.lines) > 1 or "\0" in attempt.text


def _damaged(attempt: Attempt, lines: Lines, form: Form) -> Attempt:
    """A damaged record alone: its first line, and all that follows up to the next sound record."""
    first, *others = attempt.lines
    lines.put_back(others)
    taken, size = [first], len(first.text)
    while size <= RECORD_LIMIT:
        if "\0" in first.text:
            taken += _half_line_end(lines)
        ahead = _attempt(lines, form.delimiter)
        lines.put_back(ahead.lines)
        if not ahead.lines or _is_sound(ahead, form):
            break
        taken.append(next(lines))
        size += len(taken[-1].text)
    return Attempt(taken, attempt.cells if len(taken) == len(attempt.lines) else None)


def _half_line_end(lines: Lines) -> list[Line]:
    """The NUL after a line end of UTF-16-LE: it belongs to the damaged record, not to the next."""
    line = next(lines, Line("", whole=True))
    has_half = line.text.startswith("\0")
    rest = Line(line.text.removeprefix("\0"), line.whole)
    lines.put_back([rest] if rest.text else [])
    return [Line("\0", whole=True)] if has_half else []


def _is_sound(attempt: Attempt, form: Form) -> bool:
    """Whether a record may be trusted to begin here, after a damaged one."""
    if attempt.cells is None or len(attempt.cells) != len(form.header):
        return False
    text = attempt.text
    even_quotes = text.count('"') % 2 == 0
    return even_quotes and "\0" not in text and _decoded(attempt.cells, form.encoding) is not None


def _record(attempt: Attempt, form: Form, number: int) -> RawRecord:
    raw = to_bytes(attempt.text, carrier_of(form.encoding))
    problem = _problem(attempt, raw, form)
    cells = None if problem or attempt.cells is None else _decoded(attempt.cells, form.encoding)
    named = None if cells is None else dict(zip(form.header, cells, strict=True))
    return RawRecord(number, raw, named, problem)


def _problem(attempt: Attempt, raw: bytes, form: Form) -> str | None:
    """The reason code for what is wrong with the record as such, if anything is."""
    if len(raw) > RECORD_LIMIT or not all(line.whole for line in attempt.lines):
        return "record_too_long" if len(attempt.lines) == 1 else "unbalanced_quote"
    if not _decodes(raw, form.encoding):
        return "lone_surrogate" if _has_surrogates(raw, form.encoding) else "undecodable"
    if attempt.cells is None:
        return (
            "undecodable" if b"\0" in raw and "utf-16" not in form.encoding else "unbalanced_quote"
        )
    if raw.decode(form.encoding).startswith(BOM):
        return "bom_inside"
    return None if len(attempt.cells) == len(form.header) else "wrong_column_count"


def _has_surrogates(raw: bytes, encoding: str) -> bool:
    """Whether halves of surrogate pairs (as CESU-8 writes them) are all that hinders decoding."""
    try:
        raw.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(cells: list[str], encoding: str) -> list[str] | None:
    """Walked cells as the text they stand for; None when they are not in this encoding."""
    carrier = carrier_of(encoding)
    try:
        return [to_bytes(cell, carrier).decode(encoding) for cell in cells]
    except UnicodeDecodeError:
        return None
