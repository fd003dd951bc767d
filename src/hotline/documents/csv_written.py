"""A table as a CSV file that a spreadsheet opens: UTF-8 with its mark, and no cell computed."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from hotline.documents.formula_safe import uncomputed

BOM = "\ufeff"


def csv_written(header: Sequence[str], rows: Iterable[Iterable[str]]) -> bytes:
    """The rows below their header; the mark lets Excel read Chinese."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([uncomputed(cell) for cell in row] for row in rows)
    return (BOM + text.getvalue()).encode()
