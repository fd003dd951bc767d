"""The same move on many cases: every one's outcome is told, and one's refusal stops no other."""

from __future__ import annotations

from typing import Any

import pytest

from hotline.api.move_bodies import MOST_CASES
from hotline.records.models import Case, JournalEntry
from hotline.rules.life import Status
from tests.api.conftest import ProgramOf
from tests.api.program import Program, told
from tests.factories import City, case_at

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "evening-round"}


@pytest.fixture
def office(city: City, program_of: ProgramOf) -> Program:
    """A program of the office that dispatches."""
    return program_of(city.person("dispatcher"))


def numbers(*cases: Case) -> list[dict[str, Any]]:
    return [{"number": case.number} for case in cases]


def test_each_case_is_moved_for_itself(city: City, office: Program) -> None:
    ready = [case_at(city, Status.AWAITING_DISPATCH) for _ in range(2)]
    closed = case_at(city, Status.CLOSED)
    rows = numbers(ready[0], closed, ready[1])
    rows.insert(1, {"number": "YT20220101-999999"})
    rows[-1]["seen"] = ready[1].version - 1
    body = office.send("cases/bulk/dispatch", {"to": "east", "cases": rows}).json()
    told_of = [(row["number"], row["done"], row.get("seq")) for row in body["outcomes"]]
    assert told_of == [
        (ready[0].number, True, ready[0].version + 1),
        ("YT20220101-999999", False, None),
        (closed.number, False, None),
        (ready[1].number, False, None),
    ]
    problems = [row.get("problem", {}) for row in body["outcomes"]]
    assert [row.get("status") for row in problems] == [None, 404, 409, 409]
    assert problems[2]["case_status"] == "closed"
    assert problems[3]["version"] == ready[1].version
    assert body["done"] == 1


def test_a_case_one_may_not_see_is_told_like_one_that_does_not_exist(
    city: City, program_of: ProgramOf
) -> None:
    role = city.roles["unit_clerk"]
    role.permits = [*role.permits, "close"]
    role.save()
    hidden = case_at(city, Status.CALLED_BACK, unit="west")
    clerk = program_of(city.person("unit_clerk", "east"))
    rows = [*numbers(hidden), {"number": "YT20220101-999999"}]
    outcomes = clerk.send("cases/bulk/close", {"cases": rows}).json()["outcomes"]
    assert outcomes[0]["problem"] == outcomes[1]["problem"]
    assert outcomes[0]["problem"]["status"] == 404


def test_a_fact_that_no_case_could_have_is_refused_for_all(city: City, office: Program) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    wrong = [
        ({"to": "nowhere", "cases": numbers(case)}, "to"),
        ({"to": "east", "cases": []}, "cases"),
        ({"to": "east", "cases": numbers(case) * 2}, "cases"),
        ({"to": "east", "cases": numbers(case) * (MOST_CASES + 1)}, "cases"),
        ({"to": "east", "cases": [{"number": case.number, "to": "west"}]}, "cases.0.to"),
        ({"to": "east", "seen": 2, "cases": numbers(case)}, "seen"),
        ({"cases": numbers(case)}, "to"),
    ]
    for body, field in wrong:
        assert told(office.send("cases/bulk/dispatch", body))[:2] == (422, field)
    assert Case.objects.get(pk=case.pk).status == "awaiting_dispatch"


def test_who_lacks_the_permit_learns_of_no_case(city: City, program_of: ProgramOf) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    reviewer = program_of(city.person("reviewer"))
    body = {"to": "east", "cases": numbers(case)}
    assert told(reviewer.send("cases/bulk/dispatch", body))[0] == 403


def test_a_round_sent_again_with_its_key_moves_none_twice(city: City, office: Program) -> None:
    cases = [case_at(city, Status.AWAITING_DISPATCH) for _ in range(3)]
    first = office.send("cases/bulk/dispatch", {"to": "east", "cases": numbers(*cases[:2])}, **KEY)
    again = office.send("cases/bulk/dispatch", {"to": "east", "cases": numbers(*cases)}, **KEY)
    assert [row["done"] for row in again.json()["outcomes"]] == [True, True, True]
    assert again.json()["outcomes"][:2] == first.json()["outcomes"]
    dispatched = JournalEntry.objects.filter(verb="dispatch")
    assert dispatched.count() == 3
    other = office.send("cases/bulk/dispatch", {"to": "west", "cases": numbers(*cases)}, **KEY)
    assert told(other)[:2] == (409, "Idempotency-Key")


def test_many_are_joined_to_one(city: City, office: Program) -> None:
    main = case_at(city, Status.IN_HANDLING)
    cases = [case_at(city, Status.AWAITING_DISPATCH) for _ in range(2)]
    body = {"main": main.number, "reason": "同一处漏水。", "cases": numbers(*cases, main)}
    outcomes = office.send("cases/bulk/join", body).json()["outcomes"]
    assert [row["done"] for row in outcomes] == [True, True, False]
    assert outcomes[2]["problem"]["field"] == "main"
    shown = office.get(f"cases/{main.number}").json()
    assert (shown["joined_count"], shown["joined"]) == (2, [case.number for case in cases])
