"""A table as a CSV file that a spreadsheet opens: UTF-8 with its mark, and no cell computed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

BOM = "\ufeff"
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_written(header: Sequence[str], rows: Iterable[Iterable[str]]) -> bytes:
    """The rows below their header; the mark lets Excel read Chinese."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def _plain(cell: str) -> str:
    """A cell that no spreadsheet computes."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
