"""The day that the simulator plays: repeatable, with invented numbers, and adding up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hotline.rules.call_story import Happened, story_of
from hotline.rules.calls import CallState
from hotline.site.call_script import Day, Line

AGENTS = ["7001", "7002", "7003"]


def played(seed: int) -> Day:
    return Line(AGENTS, "t-", seed).played(2, 30)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_day_repeats_and_adds_up(seed: int) -> None:
    day = played(seed)
    assert day.events == played(seed).events
    assert day.counted["offered"] == day.counted["answered"] + day.counted["abandoned"]
    callers = {event["caller"] for _, event in day.events if event.get("caller")}
    assert {caller[:7] for caller in callers} == {"1540000"}


def test_every_call_of_the_day_comes_to_an_end() -> None:
    start, calls = datetime(2026, 11, 20, tzinfo=UTC), dict[str, list[Happened]]()
    for second, event in played(4).events:
        agent = int(event["agent"]) if "agent" in event else None
        at = start + timedelta(seconds=second)
        calls.setdefault(event["call"], []).append(Happened(event["kind"], at, event["id"], agent))
    ends = {story_of(events).state for events in calls.values()}
    assert ends == {CallState.DONE, CallState.ABANDONED}
