"""Every fact of every move, wrong one at a time where all others are right: told, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from hotline.api.move_bodies import BODIES
from hotline.records.models import Case
from hotline.rules.life import Status
from hotline.steps.verbs import STEPS
from tests.api.conftest import ProgramOf
from tests.api.program import Program, told
from tests.factories import City, case_at
from tests.life.bodies import body_of
from tests.life.every_row import every_row_makes_sense
from tests.life.model import Asked, Modelled
from tests.steps.acts import actor, ready
from tests.steps.cases import kept, read_again

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
VALUES: dict[str, Any] = {
    "nothing": None,
    "empty": "",
    "blank": " \u3000\n",
    "nul": "前\0后",
    "half a pair": "\ud800",
    "markup": "<script>alert(1)</script>",
    "ten thousand": "长" * 10_000,
    "a list": ["east", "east"],
    "unit twice": ["west", "west", "west_street"],
    "unit gone": "gone",
    "units gone": ["gone"],
    "another's street": "west_street",
    "an object": {"to": []},
    "zero": 0,
    "negative": -1,
    "beyond storing": 2**63,
    "true": True,
    "no moment": "2022-04-06T09:00:00",
    "long ago": "1990-01-01T00:00:00+08:00",
    "far away": "2099-12-31T23:59:59+08:00",
    "out of the calendar": "9999-12-31T23:59:59-14:00",
    "yesterday": (NOW - timedelta(days=1)).isoformat(),
    "a day": (NOW + timedelta(days=30)).date().isoformat(),
    "a day long ago": "1990-01-01",
    "number": "itself",
    "confidential": "confidential",
}


@pytest.fixture
def secret(city: City) -> Case:
    """A confidential case, which most may not even name."""
    case = case_at(city, Status.IN_HANDLING)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    return case


def bodies(verb: str, case: Case, secret: Case, right: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The right facts with one of them wrong, and without it."""
    for field in BODIES[verb].model_fields:
        yield {name: fact for name, fact in right.items() if name != field}
        for name, value in VALUES.items():
            named = {"number": case.number, "confidential": secret.number}.get(name, value)
            yield {**right, field: named}
    for seen in (-1, case.version + 1, 2**40, "1"):
        yield {**right, "seen": seen}


@pytest.mark.parametrize("verb", STEPS)
def test_one_wrong_fact_is_told_and_changes_nothing(
    city: City, secret: Case, program_of: ProgramOf, verb: str
) -> None:
    case = ready(city, verb)
    program: Program = program_of(actor(city, verb))
    other = case_at(city, Status.IN_HANDLING)
    asked = Asked(other=Modelled(other.number, "complaint", "010214"))
    right = body_of(verb, Modelled(case.number, "complaint", "010214"), asked)
    before = kept(case)
    for body in bodies(verb, case, secret, right):
        with transaction.atomic():
            answer = program.move(case, verb, body)
            assert answer.status_code < 500, (verb, body)
            if answer.status_code == 200:
                every_row_makes_sense([read_again(case)])
            else:
                status, field, sentence = told(answer)
                assert (kept(case), bool(sentence)) == (before, True), (verb, body)
                assert status != 422 or field, (verb, body, sentence)
            transaction.set_rollback(True)
