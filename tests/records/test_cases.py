"""Lists of cases: what is asked for is found, page by page, each case once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Case
from hotline.records.queries import cases as lists
from hotline.records.queries.cases import CasePage, list_cases
from hotline.records.queries.queues import queue_counts
from hotline.records.queries.wanted import Wanted
from tests.factories import PATH, City
from tests.steps.acts import act
from tests.steps.cases import BEGIN, walked

NOW = BEGIN + timedelta(days=30)
PHONE = "15400000001"


@pytest.fixture
def cases(city: City) -> dict[str, Case]:
    """A case in each status of the main path, a day after the other, each different."""
    facts = [
        {"title": "路灯不亮", "text": "某街路灯三天不亮。", "phone": PHONE},
        {"kind": "help", "channel": "province", "external_number": "省-001"},
        {"campaign": "flood", "topic": "0201"},
        {"unit": "west"},
        {"urgency": "urgent"},
        {"kind": "consultation"},
        {"phone": "15400000002"},
        {"title": "100%_路灯"},
    ]
    return {
        status.value: walked(city, status, at=BEGIN + timedelta(days=day), **known)
        for day, (status, known) in enumerate(zip(PATH, facts, strict=True))
    }


def found(city: City, cases: dict[str, Case], **wanted: object) -> list[str]:
    """The statuses of the cases listed: each case here has one of its own."""
    page = list_cases(city.person("supervisor"), Wanted(**wanted), NOW)
    assert page.total == len(page.rows)
    by_number = {case.number: status for status, case in cases.items()}
    return [by_number[row.number] for row in page.rows]


NEWEST_FIRST = [status.value for status in reversed(PATH)]


def test_every_case_is_listed_newest_first(city: City, cases: dict[str, Case]) -> None:
    assert found(city, cases) == NEWEST_FIRST


@pytest.mark.parametrize(
    ("wanted", "statuses"),
    [
        ({"status": "closed"}, ["closed"]),
        ({"status": "nothing"}, []),
        ({"channel": "province"}, ["awaiting_dispatch"]),
        ({"kind": "consultation"}, ["awaiting_callback"]),
        ({"campaign": "flood"}, ["awaiting_signature"]),
        ({"words": "路灯"}, ["closed", "registered"]),
        ({"words": "三天不亮"}, ["registered"]),
        ({"words": "省-001"}, ["awaiting_dispatch"]),
        ({"words": PHONE}, ["registered"]),
        ({"words": "+86 154-0000-0001"}, ["registered"]),
        ({"words": "１５４００００００01"}, ["registered"]),
        ({"words": "154000000"}, []),
        ({"words": "%"}, ["closed"]),
        ({"words": "_路"}, ["closed"]),
        ({"words": "' OR 1=1 --"}, []),
        ({"queue": "accept"}, ["registered"]),
        ({"queue": "answer"}, None),  # nothing waits for it alone
        ({"queue": "sign", "campaign": "flood"}, ["awaiting_signature"]),
        ({"queue": "register"}, None),
        ({"queue": "fly"}, None),
        ({"words": "路灯", "status": "closed"}, ["closed"]),
    ],
)
def test_a_list_has_what_was_asked_for(
    city: City, cases: dict[str, Case], wanted: dict[str, str], statuses: list[str] | None
) -> None:
    listed = found(city, cases, **wanted)
    expected = [*cases] if statuses is None else statuses
    assert sorted(listed) == sorted(expected)


def test_a_case_is_found_by_its_number_in_any_case(city: City, cases: dict[str, Case]) -> None:
    number = cases["closed"].number
    assert found(city, cases, words=number.lower()) == ["closed"]


def test_overdue_cases_are_with_a_unit_and_late(city: City, cases: dict[str, Case]) -> None:
    assert sorted(found(city, cases, overdue=True)) == sorted(["awaiting_signature", "in_handling"])


def test_a_case_is_not_overdue_at_its_very_deadline(city: City) -> None:
    case = walked(city, "in_handling")
    person, wanted = city.person("supervisor"), Wanted(overdue=True)
    moments = (case.due_at, case.due_at + timedelta(microseconds=1))
    assert [list_cases(person, wanted, at).total for at in moments] == [0, 1]


def test_a_queue_has_the_earliest_deadline_first(city: City) -> None:
    due = {}
    for urgency in ("ordinary", "critical", "urgent"):
        case = walked(city, "awaiting_signature", urgency=urgency)
        due[case.number] = case.due_at
    page = list_cases(city.person("supervisor"), Wanted(queue="sign"), NOW)
    assert [row.number for row in page.rows] == sorted(due, key=lambda number: due[number])


def test_a_unit_lists_its_own_only(city: City, cases: dict[str, Case]) -> None:
    page = list_cases(city.person("unit_clerk", "west"), Wanted(), NOW)
    assert [row.number for row in page.rows] == [cases["in_handling"].number]


# --- pages -----------------------------------------------------------------------------------


def test_pages_show_every_case_once(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE_SIZE", 2)
    made = {walked(city, "registered").number for _ in range(5)}  # all at one moment
    pages = [list_cases(city.person("supervisor"), Wanted(page=n), NOW) for n in (1, 2, 3, 4)]
    shown = [row.number for page in pages for row in page.rows]
    assert (len(shown), set(shown), [len(page.rows) for page in pages]) == (5, made, [2, 2, 1, 0])
    assert {(page.total, page.pages) for page in pages} == {(5, 3)}


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (10_000, 200)])
def test_there_is_always_a_page(total: int, pages: int) -> None:
    assert CasePage((), total, 1).pages == pages


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_makes_as_many_queries_for_three_cases_as_for_one(city: City, number: int) -> None:
    for _ in range(number):
        walked(city, "closed", campaign="flood")
    person = city.person("supervisor")
    assert person.permits
    list_cases(person, Wanted(), NOW)  # from now on the city's words are kept
    with CaptureQueriesContext(connection) as captured:
        page = list_cases(person, Wanted(), NOW)
        for row in page.rows:
            assert all((row.channel.name, row.kind.name, row.topic.name, row.lead.name))
            assert (row.number, row.campaign.name) != ("", "")
    assert len(captured) == 2


# --- what the address says -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", Wanted()),
        ("q=+路灯+&status=closed&page=3", Wanted(words="路灯", status="closed", page=3)),
        ("queue=sign&channel=a&kind=b&campaign=c&overdue=1",
         Wanted(queue="sign", channel="a", kind="b", campaign="c", overdue=True)),
        ("overdue=yes", Wanted()),
        ("page=0", Wanted()),
        ("page=-1", Wanted()),
        ("page=two", Wanted()),
        ("page=²", Wanted()),
        ("page=９", Wanted()),
        ("page=99999", Wanted(page=2000)),
        (f"page={'9' * 5000}", Wanted(page=2000)),
        (f"q={'灯' * 200}", Wanted(words="灯" * 100)),
        ("q=路%00灯&status=%00closed&kind=a%00", Wanted(words="路灯", status="closed", kind="a")),
    ],
)  # fmt: skip
def test_an_address_is_read(query: str, wanted: Wanted) -> None:
    assert Wanted.from_query(QueryDict(query)) == wanted


# --- queues ----------------------------------------------------------------------------------


def test_queues_count_what_waits_for_each_verb(city: City, cases: dict[str, Case]) -> None:
    act(city, "accept", cases["registered"])
    assert {role: queue_counts(city.person(role)) for role in ("call_taker", "dispatcher")} == {
        "call_taker": {"accept": 0},
        "dispatcher": {
            **{"accept": 0, "dispatch": 2, "agree_return": 0, "take_up": 0},
            "grant_extension": 0,
        },
    }


@pytest.mark.parametrize(
    ("role", "unit", "counts"),
    [
        ("reviewer", "", {"review": 1, "take_up": 0}),
        ("callback_agent", "", {"call_back": 1, "close": 1}),
        ("unit_clerk", "east", {"sign": 1, "reply": 0, "resume": 0, "report_back": 0}),
        ("unit_clerk", "west", {"sign": 0, "reply": 1, "resume": 0, "report_back": 0}),
        ("supervisor", "", {"rule": 0, "end_supervision": 0}),
    ],
)
def test_queues_are_those_of_the_persons_verbs_and_cases(
    city: City, cases: dict[str, Case], role: str, unit: str, counts: dict[str, int]
) -> None:
    assert queue_counts(city.person(role, unit)) == counts
