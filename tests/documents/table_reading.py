"""Reading tables in tests: from bytes to rows, and what an importer makes of each record."""

from __future__ import annotations

import csv
import io
from typing import Any

from hotline.documents.tables import RawRecord, Table, read_table
from hotline.rules.arrivals import Arrival, Unreadable, read_row, unreadable_record
from hotline.rules.column_mapping import mapping_for
from tests.damaged_rows import (
    HEADER,
    NOW,
)

MAPPING = mapping_for(HEADER)
PROBLEMS = {"undecodable", "lone_surrogate", "wrong_column_count", "unbalanced_quote", "bom_inside",
            "record_too_long"}  # fmt: skip


def table_of(data: bytes) -> Table:
    return read_table(io.BytesIO(data), "来件.csv")


def records_of(data: bytes) -> list[RawRecord]:
    return list(table_of(data))


def rows_of(data: bytes) -> list[list[str] | None]:
    return [None if r.cells is None else list(r.cells.values()) for r in table_of(data)]


def outcome(record: RawRecord) -> Arrival | Unreadable:
    """What an importer makes of a record: an arrival, or the reason for quarantine."""
    try:
        if record.cells is None:
            raise unreadable_record(str(record.problem))
        return read_row(record.cells, MAPPING, "people_net", now=NOW)
    except Unreadable as refusal:
        return refusal


def written(rows: list[list[str]], **how: Any) -> str:
    text = io.StringIO()
    csv.writer(text, **how).writerows(rows)
    return text.getvalue()
