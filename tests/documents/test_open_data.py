"""Open data: the figures as CSV and the bulletin as JSON are what their schemas say."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest

from hotline.documents.open_data import (
    SCHEMAS,
    OpenEdition,
    bulletin_json,
    figures_csv,
    open_figures,
    schema_bytes,
)
from hotline.rules.pages import Page
from tests.documents.illustrated import illustrated
from tests.documents.schema_check import faults

VALUES = [
    {"name": "total", "label": "受理", "value": "21264", "numerator": 21264, "denominator": None},
    {"name": "rate", "label": "办结率", "value": "99.8%", "numerator": 21221, "denominator": 21264},
    {"name": "change", "label": "=环比", "value": "-3.2%", "numerator": -32, "denominator": 1000},
]
FIGURES = open_figures(VALUES, {"rate": "已办结件数 ÷ 受理件数"})
EDITION = OpenEdition(
    date(2031, 4, 1), date(2031, 4, 30), datetime(2031, 5, 6, 1, tzinfo=UTC), "a" * 64
)
SCHEMA: dict[str, Any] = json.loads(schema_bytes("bulletin.schema.json"))


def made(page: Page | None = None) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(bulletin_json(page or illustrated(), FIGURES, EDITION))
    return data


def read_csv() -> list[list[str]]:
    return list(csv.reader(StringIO(figures_csv(FIGURES).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("page", [illustrated(), Page("", "", None, ())], ids=["full", "empty"])
def test_the_json_is_what_its_schema_says(page: Page) -> None:
    assert list(faults(made(page), SCHEMA, SCHEMA)) == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("period", "ends_on"), "2031-04-31"),
        (("figures", 0, "numerator"), "21264"),
        (("charts", 0, "kind"), "pie"),
        (("digest",), "A"),
        (("text", 0, "level"), 4),
        (("tables", 0, "rows", 0, 0), 1),
        (("unforeseen",), 1),
        (("schema",), "hotline-bulletin-2"),
    ],
)
def test_the_schema_refuses_what_is_not_so(path: tuple[Any, ...], wrong: Any) -> None:
    data: Any = made()
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = wrong
    assert len(list(faults(data, SCHEMA, SCHEMA))) == 1


def test_the_json_holds_figures_tables_and_charts() -> None:
    data = made()
    assert [figure["value"] for figure in data["figures"]] == ["21264", "99.8%", "-3.2%"]
    assert (len(data["tables"]), [chart["kind"] for chart in data["charts"]]) == (
        1,
        ["column", "line", "bar", "stacked"],
    )
    assert data["charts"][1]["series"][1]["values"][4:7] == [97.7, None, 98.5]
    assert data["tables"][0]["foot"] == ["合计", "5061", "4641"]


def test_the_csv_has_a_line_for_each_figure() -> None:
    assert read_csv() == [
        ["name", "label", "value", "numerator", "denominator", "definition"],
        ["total", "受理", "21264", "21264", "", ""],
        ["rate", "办结率", "99.8%", "21221", "21264", "已办结件数 ÷ 受理件数"],
        ["change", "'=环比", "-3.2%", "-32", "1000", ""],
    ]


def test_the_csv_opens_in_a_spreadsheet() -> None:
    content = figures_csv(FIGURES)
    assert content[:3] == b"\xef\xbb\xbf"
    assert content.count(b"\r\n") == content.count(b"\n") == 4


def test_the_csv_is_what_its_schema_says() -> None:
    schema = json.loads(schema_bytes("figures.table-schema.json"))
    header, *rows = read_csv()
    assert [field["name"] for field in schema["fields"]] == header
    wrong = [
        (field["name"], cell)
        for row in rows
        for field, cell in zip(schema["fields"], row, strict=True)
        if (field["type"] == "integer" and cell and not cell.lstrip("-").isdigit())
        or (field.get("constraints", {}).get("required") and not cell)
    ]
    assert wrong == []
    assert len({row[0] for row in rows}) == len(rows)


def test_every_schema_is_there_and_no_other_file_is_given_out() -> None:
    assert [json.loads(schema_bytes(name))["description"][:2] for name in SCHEMAS] == [
        "一期",
        "通报",
    ]
    with pytest.raises(KeyError):
        schema_bytes("../rules/pages.py")
