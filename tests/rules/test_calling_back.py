"""When a citizen may be called back."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from hotline.rules.calling_back import Quiet, Turn, callable_at, not_quiet, turn
from hotline.rules.workdays import CHINA

QUIET = (Quiet(time(21), time(8)), Quiet(time(12), time(13, 30)))
PAUSES = (2, 24)


def at(text: str) -> datetime:
    """A moment of the office's time."""
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("asked", "free"),
    [
        ("20T07:59", "20T08:00"),
        ("20T08:00", "20T08:00"),
        ("20T12:00", "20T13:30"),
        ("20T20:59", "20T20:59"),
        ("20T21:00", "21T08:00"),
        ("20T23:30", "21T08:00"),
    ],
)
def test_nobody_is_called_in_the_quiet_hours(asked: str, free: str) -> None:
    assert not_quiet(at(asked), QUIET) == at(free)


def test_quiet_all_day_leaves_the_moment_after_a_day() -> None:
    always = (Quiet(time(0), time(12)), Quiet(time(12), time(0)))
    assert not_quiet(at("20T09:00"), always) >= at("21T09:00")


@pytest.mark.parametrize(
    ("tried", "due", "why"),
    [
        ([], "20T09:00", ""),
        (["20T10:30"], "20T13:30", "第 1 次未接通，2 小时后再打"),
        (["20T09:30", "20T14:00"], "21T14:00", "第 2 次未接通，24 小时后再打"),
        (["18T09:00", "19T09:00", "20T09:10"], "21T09:10", "第 3 次未接通，24 小时后再打"),
    ],
)
def test_after_a_vain_try_the_next_one_waits_longer(tried: list[str], due: str, why: str) -> None:
    told = turn(at("20T09:00"), [at(each) for each in tried], PAUSES, QUIET)
    assert told == Turn(at(due), why)


def test_what_the_citizen_asked_for_goes_before_quiet_hours_until_the_next_try() -> None:
    asked = at("20T21:30")
    told = turn(at("20T09:00"), [at("20T10:00")], PAUSES, QUIET, asked)
    assert callable_at(told, at("20T21:31"), QUIET) == Turn(asked, "诉求人约定的时间")
    after = turn(at("20T09:00"), [at("20T10:00"), at("20T21:40")], PAUSES, QUIET, asked)
    assert after.at == at("22T08:00")


def test_a_turn_that_has_come_waits_while_the_hours_are_quiet() -> None:
    due = turn(at("20T09:00"), [], PAUSES, QUIET)
    assert callable_at(due, at("20T12:10"), QUIET) == Turn(at("20T13:30"), "安静时段，不打扰诉求人")
    assert callable_at(due, at("20T14:00"), QUIET) == due
