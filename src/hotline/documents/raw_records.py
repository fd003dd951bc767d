"""What every kind of table gives row by row, whatever file it came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

COLUMN_LIMIT = 500


class UnreadableFile(ValueError):
    """A file that cannot be read at all; its message is a Chinese sentence for the operator."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One row: exactly the bytes that stood in the file, and what they say.

    `number` is the row's number as a spreadsheet shows it (the header is 1). `cells` maps column
    name to text, or is None when `problem` (a reason code of rules/arrivals) says why it cannot be
    told. A workbook's row has no bytes of its own: its `raw` is a JSON list of its cells in UTF-8.
    """

    number: int
    raw: bytes
    cells: dict[str, str] | None
    problem: str | None = None


class Table:
    """The rows of a file, read once from top to bottom in constant memory.

    `encoding` is a codec's name, or "json" for a workbook; with `delimiter` it is what
    `tables.read_one` needs to read a kept row again. `position` of `total` bytes have been read.
    Reading to the end closes what the table holds open; whoever may stop before uses `with`.
    """

    def __init__(
        self,
        *,
        header: tuple[str, ...],
        encoding: str,
        delimiter: str,
        total: int,
        records: Iterator[tuple[int, RawRecord]],
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.header = header
        self.encoding = encoding
        self.delimiter = delimiter
        self.total = total
        self.position = 0
        self.close = close
        self._records = records

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[RawRecord]:
        for position, record in self._records:
            self.position = position
            yield record
        self.position = self.total
        self.close()


def column_names(cells: list[str]) -> tuple[str, ...]:
    """The header's names: trimmed, a blank one called by its place, trailing blanks dropped.

    Raises:
        UnreadableFile: no name at all, too many, or the same name twice.
    """
    trimmed = [cell.strip("\ufeff \t\r\n") for cell in cells]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    if not trimmed:
        raise UnreadableFile("文件第一行没有列名。请在第一行写上列名后重试。")
    if len(trimmed) > COLUMN_LIMIT:
        raise UnreadableFile(f"文件超过 {COLUMN_LIMIT} 列。请只保留需要的列后重试。")
    names = tuple(name or f"第{place}列" for place, name in enumerate(trimmed, start=1))
    _refuse_repeated(names)
    return names


def _refuse_repeated(names: tuple[str, ...]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise UnreadableFile(f"表头里有重名的列：{'、'.join(repeated)}。请改成不同的列名后重试。")
