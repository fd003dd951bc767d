"""Who may call the API, and as whom: tokens, permits, and what others' programs may not see."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hotline.records.models import ApiToken, Case
from hotline.rules.life import Status
from hotline.steps.setup.revoke_token import revoke_token
from tests.api.conftest import ProgramOf
from tests.api.program import Program, case, told
from tests.factories import City, case_at, taken_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("token", ["", "wrong", "hotline_", "令牌".encode().decode("latin-1")])
def test_without_a_good_token_nothing_is_answered(city: City, token: str) -> None:
    answer = Program(token).post(case())
    assert told(answer)[0] == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert Case.objects.count() == 0


def test_another_scheme_is_no_token(intake: Program) -> None:
    assert told(Program().post(case(), Authorization=f"Basic {intake.token}"))[0] == 401


def test_a_revoked_token_is_refused(intake: Program) -> None:
    revoke_token(ApiToken.objects.get(), by=None, at=datetime.now(UTC))
    assert told(intake.post(case()))[0] == 401


def test_the_token_of_an_ended_account_is_refused(city: City, intake: Program) -> None:
    person = city.person("call_taker")
    person.is_active = False
    person.save()
    assert told(intake.post(case()))[0] == 401


def test_only_the_digest_of_a_token_is_kept(intake: Program) -> None:
    stored = ApiToken.objects.get()
    assert len(stored.digest) == 32
    assert intake.token.encode() not in bytes(stored.digest)


def test_a_program_may_do_no_more_than_its_person(city: City, program_of: ProgramOf) -> None:
    clerk = program_of(city.person("unit_clerk", "east"))
    assert told(clerk.post(case()))[0] == 403
    assert Case.objects.count() == 0


def test_a_case_is_shown_with_its_sender_masked(city: City, intake: Program) -> None:
    sender = {"name": "艾思远", "phone": "13900000000", "form_of_address": "女士"}
    made = intake.post(case(sender=sender, kind="help", topic="0201")).json()
    shown = intake.get(f"cases/{made['number']}").json()
    assert shown["sender"] == {
        "name": "艾**",
        "phone": "139****0000",
        "form_of_address": "女士",
    }
    assert {name: shown[name] for name in ("number", "kind", "topic", "text", "lead")} == {
        "number": made["number"],
        "kind": "help",
        "topic": "0201",
        "text": case()["text"],
        "lead": "",
    }


def test_numbers_that_a_citizen_wrote_are_masked_in_the_text(city: City, intake: Program) -> None:
    made = intake.post(case(text="请打 15400001234 联系我。", title="找15400001234")).json()
    shown = intake.get(f"cases/{made['number']}").json()
    assert (shown["text"], shown["title"]) == ("请打 154****1234 联系我。", "找154****1234")


def test_another_units_case_does_not_exist(city: City, program_of: ProgramOf) -> None:
    of_east = case_at(city, Status.IN_HANDLING, unit="east")
    east = program_of(city.person("unit_clerk", "east"))
    west = program_of(city.person("unit_clerk", "west"))
    assert east.get(f"cases/{of_east.number}").json()["lead"] == "east"
    unseen = told(west.get(f"cases/{of_east.number}"))
    unknown = told(west.get("cases/YT20220101-999999"))
    assert unseen == unknown == (404, "", "没有这件工单，或您无权查看。")


@pytest.mark.parametrize("number", ["%00", "%F0%9F", "x" * 300, "%27%3B--"])
def test_a_number_that_cannot_be_is_not_found(city: City, intake: Program, number: str) -> None:
    taken_in(city)
    assert told(intake.get(f"cases/{number}"))[0] == 404


def test_an_address_that_leads_nowhere_is_answered_in_kind(intake: Program) -> None:
    assert told(intake.get("nowhere"))[0] == 404


def test_the_description_for_programs_is_served_and_no_page(intake: Program) -> None:
    described = intake.get("openapi.json")
    paths = described.json()["paths"]
    wanted = ("cases", "cases/{number}", "figures/{period}", "verbs")
    assert [path for path in wanted if f"/api/v1/{path}" not in paths] == []
    assert told(intake.get("docs"))[0] == 404
