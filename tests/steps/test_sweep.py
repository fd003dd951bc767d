"""The sweep: everything once, in order, and no case that moved in between stops it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.records.identity import new_id
from hotline.records.models import Case, Clock, Department, Notice, Supervision
from hotline.rules.life import NotOpen, Status
from hotline.steps import sweep as sweeping
from hotline.steps.storing.book import LostRace
from hotline.steps.sweep import sweep
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import BEGIN, LATER, journal, last_entry, read_again, walked
from tests.steps.clocks import DUE, HOUR, acts_of, make_clock, next_of, with_warnings

MUCH_LATER = DUE + timedelta(days=3)


@pytest.fixture
def case(city: City) -> Case:
    with_warnings(city)
    return walked(city, "in_handling", unit="east")


def notice_of(clock: Clock) -> tuple[str, datetime, datetime, str | None]:
    row = Notice.objects.select_related("department").get(clock=clock)
    return row.act, row.due_at, row.at, row.department.code if row.department else None


# --- what is given, and when -----------------------------------------------------------------


def test_a_clock_gives_nothing_before_its_moment(case: Case) -> None:
    clock = make_clock(case, next_at=BEGIN + 5 * HOUR)
    assert (sweep(at=BEGIN + 5 * HOUR - timedelta(seconds=1)), acts_of(clock)) == (Counter(), [])


def test_a_warning_is_a_notice_to_the_unit_and_the_next_is_awaited(case: Case) -> None:
    clock = make_clock(case)
    at = BEGIN + 5 * HOUR
    assert sweep(at=at) == Counter(yellow=1)
    assert notice_of(clock) == ("yellow", DUE, at, "east")
    assert next_of(clock) == BEGIN + 9 * HOUR


def test_a_second_sweep_gives_nothing_again(case: Case) -> None:
    clock = make_clock(case)
    sweep(at=BEGIN + 5 * HOUR)
    assert sweep(at=BEGIN + 6 * HOUR) == Counter()
    assert acts_of(clock) == ["yellow"]


def test_missed_runs_are_made_up_once_and_in_order(case: Case) -> None:
    clock = make_clock(case)
    assert sweep(at=MUCH_LATER) == Counter(yellow=1, red=1, urge=1, supervise=1)
    assert acts_of(clock) == ["yellow", "red", "urge", "supervise"]
    assert [verb for _, verb, _ in journal(case)[-2:]] == ["urge", "supervise"]


def test_nothing_is_awaited_when_everything_was_given(case: Case) -> None:
    clock = make_clock(case)
    sweep(at=MUCH_LATER)
    assert next_of(clock) is None


def test_the_notice_of_an_assignments_clock_goes_to_its_unit(city: City, case: Case) -> None:
    share = case.assignments.create(
        department=Department.objects.get(code="west"), part="assisting", given_at=BEGIN
    )
    clock = make_clock(case, assignment=share)
    sweep(at=BEGIN + 5 * HOUR)
    assert notice_of(clock)[3] == "west"


@pytest.mark.parametrize(("name", "given"), [("callback", "red"), ("shelf", "take_up")])
def test_the_offices_own_clocks_tell_the_office(case: Case, name: str, given: str) -> None:
    clock = make_clock(case, name)
    before = journal(case)
    sweep(at=DUE)
    assert notice_of(clock) == (given, DUE, DUE, None)
    assert journal(case) == before


@pytest.mark.parametrize(
    "facts", [{"stopped_at": LATER}, {"next_at": None}, {"due_at": None, "next_at": None}]
)
def test_a_stopped_or_silent_clock_gives_nothing(case: Case, facts: dict[str, Any]) -> None:
    clock = make_clock(case, **facts)
    assert (sweep(at=MUCH_LATER), acts_of(clock)) == (Counter(), [])


def test_a_paused_clock_that_was_still_asked_for_is_silenced(case: Case) -> None:
    clock = make_clock(case, due_at=None)
    assert (sweep(at=MUCH_LATER), next_of(clock)) == (Counter(), None)


# --- a new deadline, a clock that runs on ----------------------------------------------------


def test_a_new_deadline_is_warned_of_anew(case: Case) -> None:
    clock = make_clock(case)
    sweep(at=BEGIN + 5 * HOUR)
    Clock.objects.update(due_at=DUE + 10 * HOUR, next_at=BEGIN + 10 * HOUR)
    sweep(at=BEGIN + 10 * HOUR)
    assert acts_of(clock) == ["yellow", "yellow"]
    assert next_of(clock) == BEGIN + 18 * HOUR


def test_a_clock_that_runs_on_gives_only_what_it_had_not_given(case: Case) -> None:
    clock = make_clock(case)
    sweep(at=BEGIN + 5 * HOUR)
    Clock.objects.update(next_at=BEGIN)  # as one that was stopped and is taken up again
    sweep(at=BEGIN + 9 * HOUR)
    assert (acts_of(clock), next_of(clock)) == (["yellow", "red"], DUE)


# --- the acts that are moves -----------------------------------------------------------------


def test_an_overdue_case_is_urged_by_the_system(case: Case) -> None:
    make_clock(case, next_at=DUE)
    assert sweep(at=DUE) == Counter(urge=1)
    entry = last_entry(case)
    assert (entry.verb, entry.by, entry.at, entry.note) == (
        "urge",
        None,
        DUE,
        "超过时限，系统自动催办。",
    )


def test_a_long_overdue_case_is_supervised_by_the_system(case: Case) -> None:
    make_clock(case, next_at=DUE + timedelta(days=2))
    sweep(at=DUE + timedelta(days=2))
    row = Supervision.objects.get(case=case)
    assert (row.level, row.started_by, row.demand) == (
        "ordinary",
        None,
        "超过时限仍未办结，请立即办理并说明原因。",
    )


def test_the_clock_of_a_supervision_gives_its_own_notice(case: Case) -> None:
    make_clock(case)
    sweep(at=MUCH_LATER)
    clock = Clock.objects.get(case=case, name="supervision")
    assert clock.due_at is not None
    sweep(at=clock.due_at)
    assert acts_of(clock) == ["red"]


def test_the_end_of_the_wait_for_the_citizen_is_a_move(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, object, dict[str, Any]]] = []

    def step(verb: str) -> Any:
        return lambda moved, **facts: asked.append((verb, moved.pk, facts))

    monkeypatch.setattr(sweeping, "_step", step)
    clock = make_clock(case, "citizen", next_at=DUE)
    assert sweep(at=DUE) == Counter(resume=1)
    note = "等待诉求人补充的期限已到，系统自动恢复办理。"
    assert asked == [("resume", case.pk, {"by": None, "at": DUE, "note": note})]
    assert (acts_of(clock), next_of(clock)) == (["resume"], None)


def test_every_move_that_the_sweep_can_make_is_a_step() -> None:
    for verb in ("urge", "supervise"):
        assert sweeping._step(verb).__name__ == verb


# --- what moved in between -------------------------------------------------------------------


def test_a_case_that_moved_on_is_not_urged_and_its_clock_goes_on(city: City, case: Case) -> None:
    clock = make_clock(case, next_at=DUE)
    act(city, "reply", read_again(case))
    assert sweep(at=DUE) == Counter()
    assert (acts_of(clock), next_of(clock)) == ([], DUE + timedelta(days=2))
    sweep(at=MUCH_LATER)
    assert acts_of(clock) == ["supervise"]  # the urging that was left out is not made up


def test_a_case_under_supervision_is_not_supervised_again(case: Case) -> None:
    clocks = [make_clock(case, next_at=DUE + timedelta(days=2)) for _ in range(2)]
    assert sweep(at=MUCH_LATER) == Counter(supervise=1)
    assert sorted(map(acts_of, clocks)) == [[], ["supervise"]]
    assert [next_of(clock) for clock in clocks] == [None, None]


@pytest.mark.parametrize("error", [LostRace(), RuntimeError("broken")])
def test_a_clock_that_cannot_be_worked_is_left_whole_and_stops_no_other(
    city: City, case: Case, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(moved: Case, **_: object) -> None:
        if moved.pk == case.pk:
            raise error

    broken, other = make_clock(case), make_clock(walked(city, "in_handling"))
    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "_step", lambda _: fails)
        assert sweep(at=DUE) == Counter(yellow=1, red=1, urge=1)
    assert (acts_of(broken), next_of(broken)) == ([], BEGIN)
    assert acts_of(other) == ["yellow", "red", "urge"]
    sweep(at=DUE)
    assert acts_of(broken) == ["yellow", "red", "urge"]


def test_an_act_that_the_status_refuses_is_logged_without_a_name(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(sweeping.log, "debug", lambda event, **facts: told.append((event, facts)))

    def refuses(*_: object, **__: object) -> None:
        raise NotOpen("urge", Status.CLOSED)

    monkeypatch.setattr(sweeping, "_step", lambda _: refuses)
    clock = make_clock(case, next_at=DUE)
    sweep(at=DUE)
    assert told == [("act_skipped", {"act": "urge", "clock": str(clock.pk), "why": "NotOpen"})]


# --- many ------------------------------------------------------------------------------------


def test_more_clocks_than_a_batch_are_all_swept(city: City, case: Case) -> None:
    make = [Clock(id=new_id(), case=case, name="handle", started_at=BEGIN, due_at=DUE,
                  next_at=BEGIN) for _ in range(2 * sweeping.BATCH + 1)]  # fmt: skip
    Clock.objects.bulk_create(make)
    assert sweep(at=BEGIN + 5 * HOUR) == Counter(yellow=len(make))


def test_a_sweep_without_anything_due_asks_once(city: City, case: Case) -> None:
    make_clock(case, next_at=MUCH_LATER)
    with CaptureQueriesContext(connection) as queries:
        sweep(at=DUE)
    assert len(queries) == 1


def test_an_office_that_says_nothing_of_warnings_gives_none(city: City) -> None:
    clock = make_clock(walked(city, "in_handling"))
    assert (sweep(at=MUCH_LATER), next_of(clock)) == (Counter(), None)
