"""Handle again: a second round, with a unit and clocks of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hotline.records.models import Assignment
from hotline.steps.handle_again import handle_again
from tests.factories import City
from tests.steps.acts import act
from tests.steps.cases import LATER, china, journal, last_entry, read_again, refused, walked

HOUR = timedelta(hours=1)
ROUND = ("dispatch", "sign", "reply", "review", "call_back", "close")


def test_a_case_to_be_handled_again_waits_to_be_dispatched(city: City) -> None:
    case = walked(city, "called_back")
    lead = case.lead
    handle_again(case, reason=" 仍未解决 ", by=city.person("callback_agent"), at=LATER)
    stored = read_again(case)
    assert (stored.status, stored.lead, stored.closed_at) == ("awaiting_dispatch", lead, None)
    assert (last_entry(case).note, journal(case)[7:]) == (
        "仍未解决",
        [(8, "handle_again", "awaiting_dispatch")],
    )


def test_no_clock_runs_until_it_is_dispatched_again(city: City) -> None:
    case = walked(city, "called_back")
    act(city, "handle_again", case)
    assert (read_again(case).due_at, last_entry(case).due_at) == (None, None)
    act(city, "dispatch", case, at=china("2022-04-20T09:00"))
    assert (case.due_at, last_entry(case).due_at) == (china("2022-04-26T17:00"),) * 2


def test_the_second_round_goes_to_another_unit_and_leaves_the_first_as_it_was(city: City) -> None:
    case = walked(city, "called_back")
    first = Assignment.objects.filter(case=case).values().get()
    act(city, "handle_again", case)
    act(city, "dispatch", case, to=city.units["west"], at=LATER + HOUR)
    rounds = Assignment.objects.filter(case=case).order_by("round")
    assert [(row.round, row.department.code) for row in rounds] == [(1, "east"), (2, "west")]
    assert rounds.filter(round=1).values().get() == first


def test_a_second_round_runs_to_the_end(city: City) -> None:
    case = walked(city, "called_back")
    act(city, "handle_again", case)
    for number, verb in enumerate(ROUND, start=1):
        act(city, verb, case, at=LATER + number * HOUR)
    assert [verb for _, verb, _ in journal(case)][7:] == ["handle_again", *ROUND]
    assert (case.status, case.closed_at) == ("closed", LATER + 6 * HOUR)


def test_a_case_can_be_answered_at_once_in_its_second_round(city: City) -> None:
    case = walked(city, "called_back")
    accepted = case.accepted_at
    act(city, "handle_again", case)
    act(city, "answer", case)
    assert (case.status, case.accepted_at, case.answer) == ("closed", accepted, "请持证办理。")


@pytest.mark.parametrize("reason", ["", " \n "])
def test_handling_again_without_a_reason_is_refused(city: City, reason: str) -> None:
    case = walked(city, "called_back")
    told = refused(case, lambda: handle_again(case, reason=reason, by=None, at=LATER))
    assert told == ("reason", "请写明重办的原因。")
