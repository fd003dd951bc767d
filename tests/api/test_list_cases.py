"""Lists of cases over the API: whose they are, what narrows them, and pages that stay stable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import chain
from urllib.parse import urlencode

import pytest

from hotline.records.models import Case
from hotline.rules.life import Status
from tests.api.conftest import ProgramOf
from tests.api.program import Program, told
from tests.factories import City, case_at, taken_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(city: City, program_of: ProgramOf) -> Program:
    """A program that sees all cases."""
    return program_of(city.person("dispatcher"))


def listed(program: Program, query: str = "") -> list[str]:
    return [row["number"] for row in program.get(f"cases?{query}").json()["cases"]]


def test_a_unit_lists_its_own_cases(city: City, program_of: ProgramOf, office: Program) -> None:
    east = case_at(city, Status.IN_HANDLING, unit="east")
    west = case_at(city, Status.IN_HANDLING, unit="west")
    new = taken_in(city)
    assert listed(program_of(city.person("unit_clerk", "east"))) == [east.number]
    assert listed(program_of(city.person("security_admin"))) == []
    assert listed(office) == [new.number, west.number, east.number]


def test_a_list_is_narrowed_by_codes_and_words(city: City, office: Program) -> None:
    flood = taken_in(city, campaign="flood", text="青禾路积水。", title="积水", phone="15400000001")
    sent = case_at(city, Status.AWAITING_SIGNATURE, channel="province", kind="help")
    late = datetime.now(UTC) - timedelta(days=60)
    overdue = case_at(city, Status.IN_HANDLING, at=late)
    ways = {
        "campaign=flood": [flood],
        "q=青禾路": [flood],
        f"q={sent.number}": [sent],
        "status=awaiting_signature": [sent],
        "queue=sign": [sent],
        "channel=province": [sent],
        "kind=help": [sent],
        "overdue=true": [overdue],
        "status=closed": [],
    }
    assert {query: listed(office, query) for query in ways} == {
        query: [case.number for case in cases] for query, cases in ways.items()
    }


@pytest.mark.parametrize("number", ["15400000001", "154-0000-0001", "+86 15400000001"])
def test_a_number_is_looked_for_in_a_body_and_in_no_address(
    city: City, office: Program, number: str
) -> None:
    called = taken_in(city, phone="15400000001")
    taken_in(city, phone="15400000002")
    status, field, sentence = told(office.get(f"cases?{urlencode({'q': number})}"))
    assert (status, field) == (422, "q")
    assert "POST /api/v1/cases/search" in sentence
    found = office.send("cases/search", {"q": number}).json()["cases"]
    assert [row["number"] for row in found] == [called.number]


def test_a_search_knows_the_filters_of_the_list_and_no_other(city: City, office: Program) -> None:
    sent = case_at(city, Status.AWAITING_SIGNATURE)
    taken_in(city)
    found = office.send("cases/search", {"status": "awaiting_signature", "limit": 1}).json()
    assert ([row["number"] for row in found["cases"]], found["next"]) == ([sent.number], "")
    for body, field in (({"colour": "red"}, "colour"), ({"status": "nowhere"}, "status")):
        assert told(office.send("cases/search", body))[:2] == (422, field)


def test_pages_neither_double_nor_miss_while_cases_come_and_change(
    city: City, office: Program
) -> None:
    moment = datetime.now(UTC) - timedelta(minutes=30)
    cases = [taken_in(city, at=moment) for _ in range(5)]
    first = office.get("cases?limit=2").json()
    taken_in(city)
    Case.objects.filter(pk=cases[-1].pk).update(status="closed")
    second = office.get(f"cases?limit=2&cursor={first['next']}").json()
    third = office.get(f"cases?limit=2&cursor={second['next']}").json()
    pages = [[row["number"] for row in page["cases"]] for page in (first, second, third)]
    assert [*chain(*pages)] == [case.number for case in cases[::-1]]
    assert third["next"] == ""


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=MjAyMi0wNC0wNlQwODowNTowMCB4", "cursor"),
        ("cursor=%F0%9F%98%80", "cursor"),
        ("status=nowhere", "status"),
        ("queue=fly", "queue"),
        ("channel=smoke", "channel"),
        ("kind=x", "kind"),
        ("campaign=x", "campaign"),
        ("colour=red", "colour"),
        ("q=%00", "q"),
    ],
)
def test_a_filter_that_fits_nothing_is_refused(office: Program, query: str, field: str) -> None:
    assert told(office.get(f"cases?{query}"))[:2] == (422, field)


def test_a_line_tells_no_more_than_a_line(city: City, office: Program) -> None:
    taken_in(city, title="找15400001234", phone="15400001234")
    line = office.get("cases").json()["cases"][0]
    assert sorted(line) == sorted(
        [
            *("number", "version", "status", "status_name", "title", "channel", "kind", "topic"),
            *("campaign", "urgency", "lead", "registered_at", "accepted_at", "due_at", "closed_at"),
        ]
    )
    assert line["title"] == "找154****1234"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_same_for_few_and_many(
    city: City, office: Program, rows: int, django_assert_num_queries: object
) -> None:
    for _ in range(rows):
        case_at(city, Status.IN_HANDLING)
    office.get("cases")
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(listed(office)) == rows
