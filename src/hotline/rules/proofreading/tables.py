"""Reading tables: names and numbers, also where two column pairs stand side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from hotline.rules.proofreading.findings import Place
from hotline.rules.proofreading.numbers import plain_number
from hotline.rules.proofreading.text import DocumentText, TextTable

FOLDS = (3, 2, 1)
FEWEST_COLUMNS = 2
_RECEIVED = re.compile(
    r"^(?:承办|受理|交办|派单|转办|办理|接收|总|工单|诉求)*(?:件数|数量|件|总数|量|数|总量)$|^(?:受理|承办|交办)$"
)
_CLOSED = re.compile(r"(?<!未)办结(?:件?数|量|件)?$|^办结")
_RATE = re.compile(r"率|占比|比例|%|％")
_TOTAL = re.compile(r"^(?:合计|总计|小计|总和|共计|总数)$")
_NUMBERED = re.compile(r"^(?:序号|编号|排名|名次|№)$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name, its numbers as printed and as values, and where its name stands."""

    name: str
    printed: tuple[str, ...]
    values: tuple[Fraction | None, ...]
    row: int
    column: int

    @property
    def is_total(self) -> bool:
        """Whether this row adds up the others."""
        return bool(_TOTAL.match(self.name))


@dataclass(frozen=True, slots=True)
class Counting:
    """A table of names with numbers, in the order in which it is read: left pair first."""

    block: int
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    source: str = ""

    def place(self, row: Row, number: int) -> Place:
        """Where number `number` of a row stands."""
        column = row.column + 1 + number
        end = len(row.printed[number])
        return Place(self.block, 0, end, row.row, column, self.source)

    def name_place(self, row: Row) -> Place:
        """Where the name of a row stands."""
        return Place(self.block, 0, len(row.name), row.row, row.column, self.source)

    @property
    def lines(self) -> tuple[Row, ...]:
        """The rows that are no totals."""
        return tuple(row for row in self.rows if not row.is_total)

    @property
    def received(self) -> int | None:
        """Which number is what a unit was given."""
        found = [n for n, title in enumerate(self.header) if _RECEIVED.search(title)]
        return found[0] if found else None

    @property
    def closed(self) -> int | None:
        """Which number is what was closed, in whatever sense."""
        found = [n for n, title in enumerate(self.header) if _CLOSED.search(title)]
        return next((n for n in found if not _RATE.search(self.header[n])), None)

    def rates(self) -> Iterator[int]:
        """Which numbers are rates or shares."""
        return (number for number, title in enumerate(self.header) if _RATE.search(title))

    def sum(self, number: int) -> Fraction:
        """The sum of a column without its totals."""
        return sum((row.values[number] or Fraction(0) for row in self.lines), Fraction(0))


def read_tables(text: DocumentText) -> tuple[Counting, ...]:
    """Every table of a text that counts something under a header."""
    found = (_counting(block, table, text.name) for block, table in text.tables())
    return tuple(table for table in found if table is not None)


def _counting(block: int, table: TextTable, source: str) -> Counting | None:
    top = next((n for n, row in enumerate(table.rows) if _is_header(row)), None)
    if top is None:
        return None
    header = tuple(_bare(cell) for cell in table.rows[top])
    fold = next(n for n in FOLDS if _repeats(header, n))
    width = len(header) // fold
    skip = 1 if _NUMBERED.match(header[0]) and width > FEWEST_COLUMNS else 0
    below = list(enumerate(table.rows))[top + 1 :]
    rows = [
        row
        for part in range(fold)
        for number, cells in below
        for row in [_row(cells, number, part * width + skip, width - skip)]
        if row is not None
    ]
    if width - skip < FEWEST_COLUMNS or not any(_has_numbers(row) for row in rows):
        return None
    return Counting(block, header[skip + 1 : width], tuple(rows), source)


def _is_header(cells: tuple[str, ...]) -> bool:
    filled = [cell for cell in cells if _bare(cell)]
    return len(filled) >= FEWEST_COLUMNS and all(plain_number(cell) is None for cell in filled)


def _repeats(header: tuple[str, ...], fold: int) -> bool:
    width, rest = divmod(len(header), fold)
    return not rest and width > 1 - (fold == 1) and header == header[:width] * fold


def _row(cells: tuple[str, ...], number: int, column: int, width: int) -> Row | None:
    own = [*cells[column : column + width], *[""] * width][:width]
    if not _bare(own[0]):
        return None
    values = tuple(plain_number(cell) for cell in own[1:])
    return Row(_bare(own[0]), tuple(cell.strip() for cell in own[1:]), values, number, column)


def _has_numbers(row: Row) -> bool:
    return any(value is not None for value in row.values)


def _bare(cell: str) -> str:
    return re.sub(r"\s+", "", cell)
