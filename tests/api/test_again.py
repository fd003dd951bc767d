"""A request that is sent again: by its version or by its key, no case is moved twice."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Case, JournalEntry, Outreach
from hotline.rules.life import Status
from hotline.steps.sign import sign
from tests.api.conftest import ProgramOf
from tests.api.program import Program, told
from tests.factories import City, case_at

pytestmark = pytest.mark.django_db
TALK = {"reached": True, "note": "已说明安排。"}
KEY = {"Idempotency-Key": "call-7"}


@pytest.fixture
def clerk(city: City, program_of: ProgramOf) -> Program:
    """A program of the unit that has the case."""
    return program_of(city.person("unit_clerk", "east"))


def entries(case: Case) -> int:
    return JournalEntry.objects.filter(case=case).count()


def test_a_version_that_was_seen_is_told_what_came_after_it(city: City, clerk: Program) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    first = clerk.move(case, "sign", {"seen": case.version})
    again = clerk.move(case, "sign", {"seen": case.version})
    assert first.status_code == 200
    assert told(again)[0] == 409
    body = again.json()
    assert {name: body[name] for name in ("type", "version", "done_by_you")} == {
        "type": "urn:hotline:problem:lost-race",
        "version": case.version + 1,
        "done_by_you": True,
    }
    assert body["moved_by"]["seq"] == first.json()["seq"]
    assert body["moved_by"]["verb"] == "sign"
    assert entries(case) == case.version + 1


def test_who_was_slower_than_another_is_told_so(city: City, program_of: ProgramOf) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    seen = case.version
    sign(case, by=city.person("unit_leader", "east"), at=datetime.now(UTC))
    clerk = program_of(city.person("unit_clerk", "east"))
    body = clerk.move(case, "sign", {"seen": seen}).json()
    assert (body["done_by_you"], body["version"], body["moved_by"]["seq"]) == (
        False,
        seen + 1,
        seen + 1,
    )


def test_the_version_may_stand_in_the_header(city: City, clerk: Program) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    tag = clerk.get(f"cases/{case.number}")["ETag"]
    stale = {"If-Match": f'"{case.version - 1}"'}
    answer = clerk.move(case, "sign", **stale)
    assert (told(answer)[0], answer.json()["version"]) == (412, case.version)
    both = clerk.move(case, "sign", {"seen": case.version - 1}, **{"If-Match": tag})
    assert told(both)[:2] == (422, "seen")
    assert told(clerk.move(case, "sign", **{"If-Match": "*"}))[0] == 422
    assert clerk.move(case, "sign", {"seen": case.version}, **{"If-Match": tag}).status_code == 200


def test_the_same_key_is_answered_the_same_and_moves_nothing_again(
    city: City, clerk: Program
) -> None:
    case = case_at(city, Status.IN_HANDLING)
    answers = [clerk.move(case, "contact", TALK, **KEY) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert (Outreach.objects.count(), entries(case)) == (1, case.version + 1)


def test_without_a_key_it_is_another_talk(city: City, clerk: Program) -> None:
    case = case_at(city, Status.IN_HANDLING)
    assert [clerk.move(case, "contact", TALK).status_code for _ in range(2)] == [200, 200]
    assert Outreach.objects.count() == 2


def test_a_key_holds_after_the_case_has_moved_on(city: City, clerk: Program) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    first = clerk.move(case, "sign", {"seen": case.version}, **KEY)
    assert clerk.move(case, "contact", TALK).status_code == 200
    again = clerk.move(case, "sign", {"seen": case.version}, **KEY)
    assert (again.status_code, again.json()["seq"]) == (200, first.json()["seq"])
    assert again.json()["case"]["version"] == case.version + 2


@pytest.mark.parametrize(
    ("verb", "facts"),
    [("contact", {**TALK, "note": "换了说法。"}), ("ask_more", {"question": "?"})],
)
def test_a_key_that_was_used_for_something_else_is_refused(
    city: City, clerk: Program, verb: str, facts: dict[str, Any]
) -> None:
    case = case_at(city, Status.IN_HANDLING)
    clerk.move(case, "contact", TALK, **KEY)
    assert told(clerk.move(case, verb, facts, **KEY))[:2] == (409, "Idempotency-Key")
    assert entries(case) == case.version + 1


def test_a_key_belongs_to_its_token_and_its_case(city: City, program_of: ProgramOf) -> None:
    person = city.person("unit_clerk", "east")
    one, other = program_of(person), program_of(person)
    cases = [case_at(city, Status.IN_HANDLING) for _ in range(2)]
    for program in (one, other):
        for case in cases:
            assert program.move(case, "contact", TALK, **KEY).status_code == 200
    assert Outreach.objects.count() == 4


def test_the_journal_keeps_the_key_and_does_not_show_it(
    city: City, clerk: Program, program_of: ProgramOf
) -> None:
    case = case_at(city, Status.IN_HANDLING)
    clerk.move(case, "contact", TALK, **KEY)
    assert (
        JournalEntry.objects.filter(case=case).latest("seq").details["request"]["key"] == "call-7"
    )
    reader = program_of(city.person("supervisor"))
    assert "call-7" not in reader.get(f"cases/{case.number}/journal").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("key", "made"), [(KEY, [200] * 4), ({}, [200, 409, 409, 409])])
def test_one_move_sent_at_once_is_made_once(
    city: City, clerk: Program, key: dict[str, str], made: list[int]
) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    programs = [Program(clerk.token) for _ in made]
    ready = threading.Barrier(len(programs))
    statuses: list[int] = []

    def send(program: Program) -> None:
        ready.wait()
        statuses.append(program.move(case, "sign", {"seen": case.version}, **key).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=[program]) for program in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == made
    assert entries(case) == case.version + 1


# Token with roles and unit: 2; the case: 1; its key: 1; and what the step asks: shares, clocks,
# then case, share, clock, entry.
ASKED = {
    "sign": 2 + 1 + 7,
    "sign with a key": 2 + 1 + 1 + 7,
    "read": 2 + 1 + 4,
    "journal": 2 + 1 + 1,
}


def test_an_operation_asks_so_often_and_no_more(city: City, clerk: Program) -> None:
    cases = [case_at(city, Status.AWAITING_SIGNATURE) for _ in range(3)]
    clerk.move(cases[2], "sign")
    ways = {
        "sign": lambda: clerk.move(cases[0], "sign"),
        "sign with a key": lambda: clerk.move(cases[1], "sign", **KEY),
        "read": lambda: clerk.get(f"cases/{cases[0].number}"),
        "journal": lambda: clerk.get(f"cases/{cases[0].number}/journal"),
    }
    asked = {}
    for name, way in ways.items():
        with CaptureQueriesContext(connection) as captured:
            assert way().status_code == 200
        sql = [query["sql"] for query in captured]
        asked[name] = sum(not text.startswith(("SAVEPOINT", "RELEASE")) for text in sql)
    assert asked == ASKED
