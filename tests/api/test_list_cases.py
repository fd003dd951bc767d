"""Lists of cases over the API: whose they are, what narrows them, and pages that stay stable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import chain

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
        "q=15400000001": [flood],
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
