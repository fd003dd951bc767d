"""Tables of any length as files, written row by row from front to back: memory stays the same.

Both kinds end with a row that says who took the table out, for what and under which number.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Protocol

from hotline.documents.csv_written import BOM
from hotline.documents.formula_safe import uncomputed


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around the rows: title, headings, and the mark by which a copy is traced.

    `mark` is the sentence that is printed, `number` the export's own number, `by` who ordered it.
    """

    title: str
    headings: Sequence[str]
    mark: str
    number: str
    by: str
    at: datetime


class Stream(Protocol):
    """Where bytes go; nobody goes back in it."""

    def write(self, data: bytes, /) -> int:
        """Take all of `data`."""


class LongTable(Protocol):
    """A table being written."""

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Write these rows below the others."""

    def close(self) -> None:
        """Write what ends the file."""


class LongCsv:
    """UTF-8 with its mark, and no cell computed. Only its last row is not of the table."""

    def __init__(self, stream: Stream, head: Head) -> None:
        self._stream = stream
        self._head = head
        self._text = StringIO()
        self._writer = csv.writer(self._text)
        self._text.write(BOM)
        self.add([head.headings])

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Write these rows."""
        self._writer.writerows([uncomputed(cell) for cell in row] for row in rows)
        self._stream.write(self._text.getvalue().encode("utf-8", "replace"))
        self._text.seek(0)
        self._text.truncate()

    def close(self) -> None:
        """Write the mark."""
        self.add([[self._head.mark]])
