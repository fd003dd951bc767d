"""A published bulletin as open data: its figures as CSV, all of it as JSON, with their schemas.

The schemas stand beside this file and are published with the data: JSON Schema (draft 2020-12) for
the JSON, Table Schema (Frictionless) for the CSV.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from hotline.documents.characters import printable
from hotline.documents.csv_written import BOM
from hotline.documents.formula_safe import uncomputed
from hotline.documents.printed_numbers import cell_number
from hotline.rules.pages import (
    Appendix,
    Chart,
    Heading,
    Page,
    Paragraph,
    Pieces,
    Table,
    Value,
    plain,
)

SCHEMA_NAME = "hotline-bulletin-1"
SCHEMAS = {
    "bulletin.schema.json": "application/schema+json",
    "figures.table-schema.json": "application/json",
}
CSV_HEADER = ("name", "label", "value", "numerator", "denominator", "definition")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """One frozen figure: as it was printed, and what it was counted from."""

    name: str
    label: str
    value: str
    numerator: int
    denominator: int | None
    definition: str = ""


@dataclass(frozen=True, slots=True)
class OpenEdition:
    """Which edition the data are of; `digest` is the one shown beside the published page."""

    starts_on: date
    ends_on: date
    as_of: datetime | None = None
    digest: str = ""


def open_figures(
    values: Iterable[Mapping[str, Any]], definitions: Mapping[str, str] | None = None
) -> tuple[OpenFigure, ...]:
    """The frozen values of a count, with the words of each definition where they are given."""
    return tuple(
        OpenFigure(
            name=row["name"],
            label=row["label"],
            value=row["value"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            definition=(definitions or {}).get(row["name"], row.get("definition", "")),
        )
        for row in values
    )


def figures_csv(figures: Iterable[OpenFigure]) -> bytes:
    """One figure a line (RFC 4180), UTF-8 with its mark for Excel; no cell is computed."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_HEADER)
    for figure in figures:
        row = asdict(figure)
        writer.writerow([_safe(row[name]) for name in CSV_HEADER])
    return (BOM + text.getvalue()).encode()


def _safe(value: str | int | None) -> str | int:
    """A text that no spreadsheet computes; a number, negative ones too, stays one."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = printable(value)
    return uncomputed(text) if cell_number(text) is None else text


def bulletin_json(page: Page, figures: Iterable[OpenFigure], edition: OpenEdition) -> bytes:
    """The whole bulletin by `bulletin.schema.json`: figures, words, tables and charts."""
    whole = {
        "schema": SCHEMA_NAME,
        "title": printable(page.title),
        "issuer": printable(page.issuer),
        "issue": printable(page.masthead.issue) if page.masthead else "",
        "issued_on": page.issued_on.isoformat() if page.issued_on else None,
        "period": {
            "starts_on": edition.starts_on.isoformat(),
            "ends_on": edition.ends_on.isoformat(),
        },
        "as_of": edition.as_of.isoformat() if edition.as_of else None,
        "digest": edition.digest,
        "figures": [_cleaned(asdict(figure)) for figure in figures],
        "text": _texts(page),
        "tables": [_table(block) for block in page.blocks if isinstance(block, Table)],
        "charts": [_chart(block) for block in page.blocks if isinstance(block, Chart)],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def schema_bytes(name: str) -> bytes:
    """A schema by its file's name, one of SCHEMAS."""
    if name not in SCHEMAS:
        raise KeyError(name)
    return (_HERE / name).read_bytes()


def _cleaned(row: dict[str, Any]) -> dict[str, Any]:
    return {key: printable(each) if isinstance(each, str) else each for key, each in row.items()}


def _texts(page: Page) -> list[dict[str, Any]]:
    """Headings and paragraphs in order; level 0 is a paragraph, an appendix begins at level 1."""
    rows: list[dict[str, Any]] = []
    for block in page.blocks:
        match block:
            case Heading():
                rows.append({"level": block.level, "text": printable(plain(block.pieces))})
            case Paragraph():
                rows.append({"level": 0, "text": printable(plain(block.pieces))})
            case Appendix():
                rows.append({"level": 1, "text": printable(block.title)})
    return rows


def _table(block: Table) -> dict[str, Any]:
    return {
        "caption": printable(block.caption),
        "header": [printable(text) for text in block.header],
        "rows": [_cells(row) for row in block.rows],
        "foot": _cells(block.foot),
    }


def _cells(row: Sequence[Pieces]) -> list[str]:
    return [printable(plain(cell)) for cell in row]


def _chart(block: Chart) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "title": printable(block.title),
        "unit": block.unit,
        "labels": [printable(label) for label in block.labels],
        "series": [
            {"name": printable(row.name), "values": [_number(value) for value in row.values]}
            for row in block.series
        ],
        "note": printable(block.note),
    }


def _number(value: Value) -> int | float | None:
    """A value as a JSON number; its few digits come through a float as they are."""
    return float(value) if isinstance(value, Decimal) else value
