"""One case over the API with all that hangs on it: the office sees all, a unit what is its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hotline.records.models import Case
from hotline.rules.life import MOVES, STATUS_NAMES, Status
from hotline.steps.duty.request_return import request_return
from hotline.steps.reply import reply
from hotline.steps.verbs import STEPS
from tests.api.conftest import ProgramOf
from tests.api.program import Program, told
from tests.factories import City, case_at
from tests.steps import acts
from tests.steps.acts import act, ready

pytestmark = pytest.mark.django_db
SECRET = "15400001234"


@pytest.fixture(autouse=True)
def _just_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases that came in today."""
    monkeypatch.setattr(acts, "SOON", datetime.now(UTC) - timedelta(minutes=30))


@pytest.fixture
def office(city: City, program_of: ProgramOf) -> Program:
    """A program that sees all cases and the journal."""
    return program_of(city.person("supervisor"))


def shown(program: Program, case: Case) -> dict[str, Any]:
    body: dict[str, Any] = program.get(f"cases/{case.number}").json()
    return body


def test_a_case_in_handling_shows_its_unit_and_its_clocks(city: City, office: Program) -> None:
    case = case_at(city, Status.IN_HANDLING)
    body = shown(office, case)
    share = body["assignments"][0]
    assert (share["unit"], share["part"], share["finished_at"]) == ("east", "lead", None)
    assert share["signed_at"] is not None
    clocks = [(row["name"], row["unit"], row["stopped_at"] is None) for row in body["clocks"]]
    assert clocks == [("sign", "east", False), ("contact", "east", True), ("handle", "east", True)]
    assert body["clocks"][2]["due_at"] == body["due_at"]
    assert body["clocks"][2]["reason"] != ""
    assert body["version"] == case.version


@pytest.mark.parametrize(
    ("verb", "listed"),
    [
        ("contact", "outreaches"),
        ("request_extension", "extensions"),
        ("request_return", "returns"),
        ("refer", "rulings"),
        ("confer", "conferences"),
        ("instruct", "instructions"),
        ("call_back", "callbacks"),
    ],
)
def test_what_a_move_leaves_is_shown(city: City, office: Program, verb: str, listed: str) -> None:
    case = ready(city, verb)
    before = len(shown(office, case)[listed])
    act(city, verb, case, at=datetime.now(UTC))
    assert len(shown(office, case)[listed]) == before + 1


def test_a_paused_clock_says_so(city: City, office: Program) -> None:
    case = case_at(city, Status.AWAITING_CITIZEN)
    paused = {row["name"]: row["paused"] for row in shown(office, case)["clocks"]}
    assert paused == {"sign": False, "contact": False, "handle": True, "citizen": False}


def test_numbers_of_phones_are_masked_wherever_they_were_written(
    city: City, program_of: ProgramOf, office: Program
) -> None:
    case = case_at(city, Status.IN_HANDLING, phone=SECRET, text=f"请打{SECRET}。")
    clerk = city.person("unit_clerk", "east")
    words = f"已打{SECRET}。"
    told_of: dict[str, Any] = {"handling": words, "answer": words, "solved": True}
    now = datetime.now(UTC)
    reply(case, **told_of, dialled=SECRET, contacted_at=now, by=clerk, at=now)
    for path in (f"cases/{case.number}", f"cases/{case.number}/journal"):
        for program in (office, program_of(clerk)):
            assert SECRET not in program.get(path).content.decode()


def test_another_unit_of_the_case_sees_what_is_its_own(city: City, program_of: ProgramOf) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    now = datetime.now(UTC)
    STEPS["dispatch"](
        case,
        to=city.units["east"],
        assisting=[city.units["west"]],
        note="请两家配合。",
        by=city.person("dispatcher"),
        at=now,
    )
    clerk = city.person("unit_clerk", "east")
    west_clerk = city.person("unit_clerk", "west")
    STEPS["sign"](case, by=clerk, at=now)
    STEPS["report_back"](case, handling="西区已清运。", by=west_clerk, at=now)
    request_return(case, reason="not_our_duty", evidence="见分工。", by=clerk, at=now)
    east, west = (shown(program_of(person), case) for person in (clerk, west_clerk))
    assert [row["handling"] for row in east["assignments"]] == ["", "西区已清运。"]
    assert [row["note"] for row in west["assignments"]] == ["", "请两家配合。"]
    assert {row["unit"] for row in west["clocks"]} == {"west"}
    assert (len(east["returns"]), len(west["returns"])) == (1, 0)


def test_joined_cases_are_numbers_for_the_office_and_a_count_for_units(
    city: City, program_of: ProgramOf, office: Program
) -> None:
    joined = case_at(city, Status.JOINED)
    main = Case.objects.get(pk=joined.joined_to_id)
    clerk = shown(program_of(city.person("unit_clerk", "east")), main)
    assert (clerk["joined_count"], clerk["joined"]) == (1, [])
    body = shown(office, main)
    assert (body["joined_count"], body["joined"]) == (1, [joined.number])


def test_the_verbs_that_are_open_are_those_of_the_caller(city: City, program_of: ProgramOf) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    clerk, leader = (city.person(role, "east") for role in ("unit_clerk", "unit_leader"))
    office = city.person("dispatcher")
    now_open = {
        person.username: [row["verb"] for row in shown(program_of(person), case)["open"]]
        for person in (clerk, leader, office)
    }
    assert now_open["unit_clerk-east"] == ["sign", "request_return"]
    assert now_open["unit_leader-east"] == ["sign", "request_return"]
    assert set(now_open["dispatcher"]) == {
        *("classify", "recall", "join", "withdraw", "mark_confidential", "step_aside"),
    }


def test_the_journal_tells_its_words_to_those_they_are_for(
    city: City, program_of: ProgramOf, office: Program
) -> None:
    case = case_at(city, Status.AWAITING_SIGNATURE)
    STEPS["recall"](case, reason="派错单位。", by=city.person("dispatcher"), at=datetime.now(UTC))
    STEPS["dispatch"](
        case,
        to=city.units["east"],
        note="请今天办理。",
        by=city.person("dispatcher"),
        at=datetime.now(UTC),
    )
    clerk = program_of(city.person("unit_clerk", "east"))
    path = f"cases/{case.number}/journal"
    whole, part = office.get(path).json()["entries"], clerk.get(path).json()["entries"]
    assert [row["verb"] for row in whole] == [row["verb"] for row in part]
    assert [row["seq"] for row in part] == list(range(1, len(part) + 1))
    assert [row["note"] for row in whole][-2:] == ["派错单位。", "请今天办理。"]
    assert [row["note"] for row in part][-2:] == ["", "请今天办理。"]
    assert {row["by"] for row in part} == {""}
    assert whole[-1]["by"] == city.person("dispatcher").name
    assert (whole[-1]["details"]["to"], part[-1]["details"]) == ("east", {})


def test_the_journal_of_a_case_one_may_not_see_is_not_there(
    city: City, program_of: ProgramOf
) -> None:
    case = case_at(city, Status.IN_HANDLING, unit="east")
    west = program_of(city.person("unit_clerk", "west"))
    assert told(west.get(f"cases/{case.number}/journal"))[0] == 404


def test_the_table_of_moves_is_given_as_data(office: Program) -> None:
    body = office.get("verbs").json()
    rows = {row["verb"]: row for row in body["verbs"]}
    assert [*rows] == [*MOVES]
    assert body["statuses"] == [{"code": s.value, "name": n} for s, n in STATUS_NAMES.items()]
    assert rows["reply"] == {
        "verb": "reply",
        "name": "反馈",
        "sources": ["in_handling"],
        "targets": ["awaiting_review", "awaiting_approval"],
        "by_unit": True,
        "permit": "reply",
        "path": "/api/v1/cases/{number}/reply",
    }
    assert (rows["register"]["path"], rows["try_call_back"]["path"]) == ("/api/v1/cases", "")


def test_the_table_is_for_programs_with_a_token() -> None:
    assert told(Program().get("verbs"))[0] == 401
