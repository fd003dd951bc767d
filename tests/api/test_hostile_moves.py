"""Every operation against what nobody should send: an answer in plain words, and nothing moved."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.db import transaction

from hotline.api.move_bodies import BODIES
from hotline.rules.life import Status
from hotline.rules.permits import PERMITS
from hotline.steps.in_bulk import BULK_VERBS
from hotline.steps.verbs import STEPS
from tests.api.conftest import ProgramOf
from tests.api.program import Program, told
from tests.factories import City, case_at, make_role, make_staff
from tests.steps.cases import kept
from tests.test_hostile_input import WORDS

pytestmark = pytest.mark.django_db
VALUES: dict[str, Any] = {
    **WORDS,
    "nothing": None,
    "list": [WORDS["sql, template, path"], WORDS["nul"], None],
    "object": {"to": {"to": []}},
    "large": 2**31 - 1,
    "larger": 2**63,
    "fraction": 1e308,
    "deep": [[[[[[]]]]]],
    "long": "长" * 100_001,
}
BULK = [verb for verb in BULK_VERBS if verb in STEPS]


@pytest.fixture
def everyone(city: City, program_of: ProgramOf) -> Program:
    """A program that holds every permit."""
    return program_of(make_staff("all", roles=[make_role("all", "全", sorted(PERMITS))]))


@pytest.mark.parametrize("words", VALUES)
def test_no_fact_breaks_an_operation(city: City, everyone: Program, words: str) -> None:
    """Each is done and undone, or refused with what is wanted; none breaks down."""
    case = case_at(city, Status.IN_HANDLING)
    answers = {}
    for verb in STEPS:
        body = dict.fromkeys(BODIES[verb].model_fields, VALUES[words])
        bulk = {**body, "cases": [{"number": case.number}, {"number": VALUES[words]}]}
        ways = [(f"cases/{case.number}/{verb}", body)]
        ways += [(f"cases/bulk/{verb}", bulk)] if verb in BULK else []
        ways += [(f"cases/{case.number}/{verb}", {"seen": VALUES[words]})] if not body else []
        for place, (path, sent) in enumerate(ways):
            with transaction.atomic():
                answers[path, place] = everyone.send(path, sent).status_code
                transaction.set_rollback(True)
    assert {way: status for way, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"7", b'"x"', b"{", b"\xff", b"[" * 9999])
def test_what_is_no_object_is_refused(city: City, everyone: Program, body: bytes) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    before = kept(case)
    for path in (f"cases/{case.number}/sign", "cases/bulk/close"):
        assert told(everyone.send(path, body))[0] in (400, 422)
    assert kept(case) == before


@pytest.mark.parametrize("number", ["%00", "%F0%9F", "x" * 300, "%27%3B--", "%E2%80%AE"])
def test_a_number_that_cannot_be_is_moved_by_nobody(everyone: Program, number: str) -> None:
    assert told(everyone.send(f"cases/{number}/sign", {}))[0] == 404
    assert told(everyone.get(f"cases/{number}/journal"))[0] == 404


@pytest.mark.parametrize("name", ["Idempotency-Key", "If-Match"])
@pytest.mark.parametrize("value", ["", '"', "é", "x" * 300, '"-1"', '"99999999999"'])
def test_no_header_breaks_an_operation(
    city: City, everyone: Program, name: str, value: str
) -> None:
    case = case_at(city, Status.AWAITING_CALLBACK)
    answer = everyone.move(case, "call_back", {"reached": False}, **{name: value})
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_no_cursor_breaks_a_list(everyone: Program, moment: str) -> None:
    place = f"{moment} 00000000-0000-0000-0000-000000000000"
    cursor = base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")
    assert everyone.get(f"cases?cursor={cursor}").status_code in (200, 422)


def test_half_a_surrogate_pair_is_told(city: City, everyone: Program) -> None:
    case = case_at(city, Status.AWAITING_CALLBACK)
    body = json.dumps({"reached": False, "note": "\ud800"}).encode()
    assert told(everyone.move(case, "call_back", body))[:2] == (422, "note")
