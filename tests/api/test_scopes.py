"""A token's limits: never more than its person, never more than its scopes, never after its day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hotline.records.models import ApiToken
from hotline.rules.life import Status
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused
from hotline.steps.setup.add_token import add_token
from hotline.steps.setup.use_token import use_token
from tests.api.program import Program, told
from tests.factories import City, case_at

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def limited(city: City, role: str = "dispatcher", **limits: Any) -> Program:
    """A program whose token is limited."""
    made = add_token(city.person(role), name="测试程序", by=None, at=NOW, **limits)
    return Program(made.secret)


def test_a_token_does_no_more_than_its_scopes(city: City) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    program = limited(city, scopes=["dispatch", "see_all_cases"])
    assert told(program.move(case, "withdraw", {"reason": "诉求人撤销。"}))[0] == 403
    shown = program.get(f"cases/{case.number}").json()
    assert [row["verb"] for row in shown["open"]] == ["dispatch"]
    assert program.move(case, "dispatch", {"to": "east"}).status_code == 200


def test_a_token_sees_no_more_than_its_scopes(city: City) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    program = limited(city, scopes=["dispatch"])
    assert told(program.get(f"cases/{case.number}"))[0] == 404
    assert told(program.move(case, "dispatch", {"to": "east"}))[0] == 404
    assert program.get("cases").json() == {"cases": [], "next": ""}


def test_a_token_never_does_more_than_its_person(city: City) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    program = limited(city, scopes=["dispatch", "see_all_cases"])
    role = city.roles["dispatcher"]
    role.permits = ["see_all_cases"]
    role.save()
    assert told(program.move(case, "dispatch", {"to": "east"}))[0] == 403


def test_a_token_without_scopes_does_what_its_person_does(city: City) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    assert limited(city).move(case, "withdraw", {"reason": "撤销。"}).status_code == 200


@pytest.mark.parametrize("scope", ["everything", "", "manage_staff"])
def test_a_scope_that_is_not_the_persons_is_refused(city: City, scope: str) -> None:
    with pytest.raises(Refused) as refusal:
        limited(city, scopes=["dispatch", scope])
    assert refusal.value.field == "scopes"
    assert ApiToken.objects.count() == 0


def test_a_token_ends_with_its_last_day(city: City) -> None:
    today = NOW.astimezone(CHINA).date()
    program = limited(city, expires_on=today)
    assert program.get("verbs").status_code == 200
    ApiToken.objects.update(expires_on=today - timedelta(days=1))
    assert told(program.get("verbs"))[0] == 401


def test_a_token_is_not_given_for_a_day_that_is_over(city: City) -> None:
    with pytest.raises(Refused) as refusal:
        limited(city, expires_on=date(2020, 1, 1))
    assert refusal.value.field == "expires_on"


def test_the_use_of_a_token_is_kept_once_a_minute(city: City) -> None:
    limited(city)
    token, writes = ApiToken.objects.get(), []
    for seconds in (0, 30, 59, 60, 61):
        before = token.last_used_at
        use_token(token, at=NOW + timedelta(seconds=seconds))
        writes.append(token.last_used_at != before)
    assert writes == [True, False, False, True, False]
    assert ApiToken.objects.get().last_used_at == NOW + timedelta(seconds=60)


def test_every_request_notes_the_use_of_its_token(city: City) -> None:
    limited(city).get("verbs")
    used = ApiToken.objects.get().last_used_at
    assert used is not None
    assert timedelta(0) <= datetime.now(UTC) - used < timedelta(minutes=1)


def test_a_use_that_another_request_has_just_noted_is_no_trouble(city: City) -> None:
    limited(city)
    token = ApiToken.objects.get()
    ApiToken.objects.update(last_used_at=NOW)
    use_token(token, at=NOW)
    assert ApiToken.objects.get().last_used_at == NOW
