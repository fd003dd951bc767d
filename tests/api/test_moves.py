"""Every move of a case over the API: the same steps, the same permits, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hotline.records.models import Case, JournalEntry, Outreach
from hotline.rules.life import MOVES, STATUS_NAMES, Status, open_verbs
from hotline.steps.dispatch import dispatch
from hotline.steps.verbs import STEPS
from tests.api.conftest import ProgramOf
from tests.api.program import told
from tests.api.test_move_bodies import asked_of
from tests.api.written import body_of
from tests.factories import City, case_at
from tests.steps import acts
from tests.steps.acts import ACTS, actor, ready
from tests.steps.cases import kept

pytestmark = pytest.mark.django_db
SOON = {"shelve": {"until": (datetime.now(UTC).date() + timedelta(days=90)).isoformat()}}


@pytest.fixture(autouse=True)
def _just_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases that came in today: a program's move is made now, and limits count from then."""
    monkeypatch.setattr(acts, "SOON", datetime.now(UTC) - timedelta(minutes=30))


@pytest.fixture(autouse=True)
def _trusted(city: City) -> None:
    """The dispatcher handles confidential cases too, else none could be lifted."""
    role = city.roles["dispatcher"]
    role.permits = [*role.permits, "see_confidential"]
    role.save()


def usual(city: City, verb: str, case: Case, **facts: Any) -> dict[str, Any]:
    return body_of(city, verb, case, **{**SOON.get(verb, {}), **facts})


def test_every_operation_is_tried_here() -> None:
    assert set(STEPS) == set(ACTS) - {"try_call_back"}


@pytest.mark.parametrize("verb", STEPS)
def test_a_move_is_made_and_answered_with_the_case_and_its_entry(
    city: City, program_of: ProgramOf, verb: str
) -> None:
    case, program = ready(city, verb), program_of(actor(city, verb))
    answer = program.move(case, verb, usual(city, verb, case))
    assert answer.status_code == 200, answer.content.decode()
    entry = JournalEntry.objects.filter(case=case).latest("seq")
    now = Case.objects.get(pk=case.pk)
    body = answer.json()
    assert (body["verb"], body["seq"]) == (entry.verb, entry.seq) == (verb, case.version + 1)
    assert (entry.by, now.status) == (actor(city, verb), entry.status)
    assert {name: body["case"][name] for name in ("number", "version", "status")} == {
        "number": case.number,
        "version": now.version,
        "status": now.status,
    }
    assert answer["ETag"] == f'"{now.version}"'


@pytest.mark.parametrize("verb", STEPS)
def test_who_lacks_the_permit_learns_nothing_of_the_case(
    city: City, program_of: ProgramOf, verb: str
) -> None:
    case = ready(city, verb)
    stranger = program_of(city.person("security_admin", "east"))
    before = kept(case)
    there = stranger.move(case, verb, usual(city, verb, case))
    nowhere = stranger.send(f"cases/YT20220101-999999/{verb}", usual(city, verb, case))
    assert told(there)[0] == 403
    assert there.content == nowhere.content
    assert kept(case) == before


@pytest.mark.parametrize("verb", [verb for verb in STEPS if any(asked_of(verb).values())])
def test_a_move_without_its_facts_changes_nothing_and_says_which_is_wanted(
    city: City, program_of: ProgramOf, verb: str
) -> None:
    case, program = ready(city, verb), program_of(actor(city, verb))
    before = kept(case)
    answer = program.move(case, verb)
    wanted = [name for name, needed in asked_of(verb).items() if needed]
    assert sorted(error["field"] for error in answer.json()["errors"]) == sorted(wanted)
    assert told(answer)[:2][0] == 422
    assert kept(case) == before


@pytest.mark.parametrize("verb", STEPS)
def test_a_misspelt_fact_is_told_and_not_passed_over(
    city: City, program_of: ProgramOf, verb: str
) -> None:
    case, program = ready(city, verb), program_of(actor(city, verb))
    before = kept(case)
    answer = program.move(case, verb, usual(city, verb, case, remark="x"))
    assert told(answer)[:2] == (422, "remark")
    assert kept(case) == before


def test_contradictory_facts_are_refused_in_the_steps_words(
    city: City, program_of: ProgramOf
) -> None:
    case, program = ready(city, "reply"), program_of(actor(city, "reply"))
    before = kept(case)
    answer = program.move(case, "reply", usual(city, "reply", case, solved=False))
    assert told(answer) == (422, "reason_unsolved", "未解决的，请填写未解决的原因。")
    answer = program.move(case, "reply", usual(city, "reply", case, handling="  "))
    assert told(answer) == (422, "handling", "请填写办理情况。")
    assert kept(case) == before


@pytest.mark.parametrize(
    ("verb", "facts", "field"),
    [
        ("dispatch", {"to": "nowhere"}, "to"),
        ("dispatch", {"assisting": ["west", "nowhere"]}, "assisting"),
        ("dispatch", {"superior_due": 20220406}, "superior_due"),
        ("dispatch", {"superior_due": "2022-04-06T08:00:00"}, "superior_due"),
        ("dispatch", {"superior_due": "9999-01-01T00:00:00+08:00"}, "superior_due"),
        ("shelve", {"until": "明年"}, "until"),
        ("shelve", {"until": 20300101}, "until"),
        ("classify", {"kind": "nothing"}, "kind"),
        ("classify", {"topic": "9999"}, "topic"),
        ("classify", {"campaign": "nothing"}, "campaign"),
        ("classify", {"urgency": "soon"}, "urgency"),
        ("join", {"main": "YT20220101-999999"}, "main"),
        ("tell_progress", {"earlier": "YT20220101-999999"}, "earlier"),
        ("request_extension", {"amount": "5"}, "amount"),
        ("request_extension", {"amount": -5}, "amount"),
        ("transfer", {"three_way": "yes"}, "three_way"),
        ("contact", {"dialled": "无"}, "dialled"),
        ("contact", {"note": "前\0后"}, "note"),
        ("sign", {"seen": -1}, "seen"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_beside_its_name(
    city: City, program_of: ProgramOf, verb: str, facts: dict[str, Any], field: str
) -> None:
    case, program = ready(city, verb), program_of(actor(city, verb))
    before = kept(case)
    assert told(program.move(case, verb, usual(city, verb, case, **facts)))[:2] == (422, field)
    assert kept(case) == before


def test_a_case_one_may_not_see_is_as_unknown_as_none_in_a_body_too(
    city: City, program_of: ProgramOf
) -> None:
    """A clerk may join nothing, so a role of a unit that may is made for it."""
    role = city.roles["unit_clerk"]
    role.permits = [*role.permits, "tell_progress"]
    role.save()
    hidden = case_at(city, Status.IN_HANDLING, unit="west")
    seen = case_at(city, Status.IN_HANDLING, unit="east")
    clerk = program_of(city.person("unit_clerk", "east"))
    for number in (hidden.number, "YT20220101-999999"):
        answer = clerk.move(seen, "tell_progress", {"earlier": number})
        assert told(answer)[0] == 409
    Case.objects.filter(pk=seen.pk).update(status="registered")
    answers = [
        clerk.move(seen, "tell_progress", {"earlier": number}).content
        for number in (hidden.number, "YT20220101-999999")
    ]
    assert answers[0] == answers[1]
    assert json.loads(answers[0])["field"] == "earlier"


def test_a_move_that_is_not_open_lists_what_is_open_to_the_caller(
    city: City, program_of: ProgramOf
) -> None:
    case = case_at(city, Status.IN_HANDLING)
    before = kept(case)
    dispatcher = city.person("dispatcher")
    answer = program_of(dispatcher).move(case, "dispatch", {"to": "east"})
    assert told(answer)[0] == 409
    body = answer.json()
    fitting = [v for v in open_verbs(Status.IN_HANDLING) if dispatcher.may(MOVES[v].permit)]
    # Nobody asked for more time, no superior waits for news, and the case is not confidential.
    not_now = {"grant_extension", "refuse_extension", "write_back", "lift_confidential"}
    assert not_now < set(fitting)
    assert body["open"] == [{"verb": v, "name": MOVES[v].name} for v in fitting if v not in not_now]
    assert {name: body[name] for name in ("type", "case_status", "case_status_name")} == {
        "type": "urn:hotline:problem:not-open",
        "case_status": "in_handling",
        "case_status_name": STATUS_NAMES[Status.IN_HANDLING],
    }
    assert kept(case) == before


def test_a_unit_moves_no_case_in_which_it_has_no_such_share(
    city: City, program_of: ProgramOf
) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    units = city.units
    office, now = city.person("dispatcher"), datetime.now(UTC)
    dispatch(case, to=units["east"], assisting=[units["west"]], by=office, at=now)
    before = kept(case)
    west = program_of(city.person("unit_clerk", "west"))
    assert told(west.move(case, "sign"))[0] == 403
    assert kept(case) == before
    assert west.move(case, "report_back", {"handling": "已清运。"}).status_code == 200


def test_anothers_case_is_answered_like_one_that_does_not_exist(
    city: City, program_of: ProgramOf
) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE, unit="east")
    west = program_of(city.person("unit_clerk", "west"))
    there = west.move(case, "sign")
    nowhere = west.send("cases/YT20220101-999999/sign", {})
    assert told(there) == (404, "", "没有这件工单，或您无权查看。")
    assert there.content == nowhere.content


def test_who_is_kept_out_by_name_is_looked_up_only_for_supervisors(
    city: City, program_of: ProgramOf
) -> None:
    case = ready(city, "step_aside")
    taker, supervisor = city.person("call_taker"), city.person("supervisor")
    agent = city.person("callback_agent")
    for name in (agent.username, "nobody"):
        answer = program_of(taker).move(case, "step_aside", {"reason": "亲属。", "person": name})
        assert told(answer)[0] == 403
    asked = program_of(supervisor)
    unknown = asked.move(case, "step_aside", {"reason": "亲属。", "person": "nobody"})
    assert told(unknown)[:2] == (422, "person")
    facts = {"reason": "亲属。", "person": agent.username}
    assert asked.move(case, "step_aside", facts).status_code == 200
    assert Case.objects.get(pk=case.pk).stepped_aside == [agent.pk]


def test_a_try_that_reached_nobody_is_a_call_back_with_reached_false(
    city: City, program_of: ProgramOf
) -> None:
    case, program = ready(city, "call_back"), program_of(actor(city, "call_back"))
    answer = program.move(case, "call_back", {"reached": False})
    assert answer.json()["case"]["status"] == "awaiting_callback"
    assert JournalEntry.objects.filter(case=case).latest("seq").verb == "try_call_back"


def test_a_number_that_was_dialled_is_never_shown(city: City, program_of: ProgramOf) -> None:
    case = ready(city, "contact", phone="15400000001")
    program = program_of(actor(city, "contact"))
    facts = {"reached": True, "dialled": "15400000009", "note": "拨打15400000009。"}
    assert program.move(case, "contact", facts).status_code == 200
    assert Outreach.objects.get().other_number is True
    shown = program.get(f"cases/{case.number}")
    assert shown.json()["outreaches"][0]["other_number"] is True
    assert "15400000009" not in shown.content.decode()
