"""Open data: facts of cases that nobody can be found by, in files that never change."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.test import Client
from pydantic import ValidationError

from hotline.documents.case_facts import COLUMNS, CaseFact, as_csv, schema_bytes
from hotline.records.models import Case, OpenDataFile, Road
from hotline.records.queries.reference import forget
from hotline.rules.anonymity import told_safely
from hotline.rules.open_facts import LEVELS, Fact, look
from hotline.steps.publish_open_data import days_of, publish_due, publish_open_data
from tests.factories import City
from tests.steps.cases import LATER, china, walked


@pytest.fixture
def road(city: City) -> Road:
    """The city gives out its data."""
    made = Road.objects.create(code="data", name="开放数据", adapter="open_data", is_on=True)
    forget()
    return made


def fact(day: int = 1, area: str = "东区", topic: tuple[str, ...] = ("交通", "公交")) -> Fact:
    return Fact(date(2022, 4, day), "电话", "投诉", topic, area, True, 3, "satisfied")


def test_a_case_that_four_others_share_is_told_whole_and_a_lone_one_only_in_part() -> None:
    rows = [*[fact()] * 5, *[fact(day) for day in range(10, 15)], fact(20, "西区", ("环保",))]
    told, left_out = told_safely(rows, LEVELS, look)
    groups = Counter(look(each) for each in told)
    assert (min(groups.values()) >= 5, left_out, len(told)) == (True, 1, 10)
    assert groups[look(fact())] == 5
    assert [each.day for each in told].count(None) == 5


def test_every_group_that_is_told_has_at_least_five_whatever_the_cases_are() -> None:
    rows = [
        fact(1 + n % 28, f"{n % 3}区", (f"类{n % 4}", f"小类{n % 7}", f"细类{n % 11}"))
        for n in range(500)
    ]
    told, left_out = told_safely(rows, LEVELS, look)
    assert min(Counter(look(each) for each in told).values()) >= 5
    assert len(told) + left_out == 500


def test_a_month_is_published_once_a_day_checked_and_without_a_word_of_anybody(
    city: City, road: Road
) -> None:
    cases = [walked(city, "closed") for _ in range(6)]
    Case.objects.filter(pk=cases[0].pk).update(confidential=True)
    made = publish_open_data("2022-04", at=LATER)
    assert made is not None
    assert publish_open_data("2022-04", at=LATER) is None
    lines = [json.loads(line) for line in bytes(made.lines).splitlines()]
    assert (len(lines), made.rows, made.left_out) == (5, 5, 0)
    assert lines[0] == {
        "month": "2022-04",
        "day": "2022-04-06",
        "channel": "12345电话",
        "kind": cases[0].kind and cases[0].kind.name,
        "topic": ["城乡建设", "城市建设和市政管理", "环境卫生"],
        "area": lines[0]["area"],
        "status": "closed",
        "days": 0,
        "rating": lines[0]["rating"],
    }
    whole = bytes(made.lines).decode() + bytes(made.table).decode()
    hidden = [cases[1].number, cases[1].receipt, cases[1].text[:6]]
    assert [word for word in hidden if word in whole] == []


def test_a_day_tells_neither_how_long_nor_how_content(city: City, road: Road) -> None:
    for _ in range(5):
        walked(city, "closed")
    (made,) = publish_due(at=china("2022-04-07T04:20"))
    told = [json.loads(line) for line in bytes(made.lines).splitlines()]
    assert {(row["days"], row["rating"]) for row in told} == {(None, None)}
    due = publish_due(at=china("2022-05-05T04:20"))
    assert [row.period for row in due] == ["2022-05-04", "2022-04"]
    assert days_of("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))


def test_files_are_found_in_the_catalogue_kept_by_their_mark_and_never_change(
    city: City, road: Road
) -> None:
    for _ in range(5):
        walked(city, "in_handling")
    publish_open_data("2022-04", at=LATER)
    publish_open_data("2022-04", at=LATER + timedelta(days=1))
    said = Client().get("/open-data/").json()
    names = [each["identifier"] for each in said["dataset"]]
    assert names == ["cases-2022-04-as-of-2022-04-07", "cases-2022-04-as-of-2022-04-06"]
    url = said["dataset"][1]["distribution"][0]["downloadURL"]
    first = Client().get(url)
    assert first.content == bytes(OpenDataFile.objects.earliest("made_on").lines)
    again = Client().get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    table = Client().get(url.replace(".jsonl", ".csv")).content.decode("utf-8-sig")
    assert tuple(next(csv.reader(StringIO(table)))) == COLUMNS
    assert Client().get("/open-data/cases-2022-04-as-of-2022-04-99.csv").status_code == 404


def test_the_schema_says_what_a_line_is_and_refuses_what_is_more() -> None:
    schema = json.loads(schema_bytes())
    assert (tuple(schema["properties"]), schema["additionalProperties"]) == (COLUMNS, False)
    good = {
        **dict.fromkeys(COLUMNS),
        "month": "2022-04",
        "kind": "投诉",
        "topic": (),
        "status": "open",
    }
    assert CaseFact(**good).status == "open"
    for wrong in ({"phone": "1"}, {"status": "lost"}, {"days": -1}, {"month": "April"}):
        with pytest.raises(ValidationError):
            CaseFact(**{**good, **wrong})
    formula = CaseFact(**{**good, "kind": "=1+1"})
    assert ",=1+1," not in as_csv([formula]).decode()


def test_a_city_that_gives_out_nothing_has_no_such_pages(city: City) -> None:
    paths = ("/open-data/", "/open-data/schema/cases.schema.json", "/open-data/a.csv")
    assert [Client().get(path).status_code for path in paths] == [404] * 3
