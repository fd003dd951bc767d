"""The life of a call, and what a call-taker is doing by it."""

from __future__ import annotations

import pytest

from hotline.rules.calls import (
    EVENTS,
    AgentState,
    CallNotOpen,
    CallState,
    after_event,
    agent_state,
    is_told_already,
)

S = CallState


def test_each_event_is_open_where_the_table_says_and_nowhere_else() -> None:
    open_from = {
        state: [kind for kind, row in EVENTS.items() if state in row.sources] for state in S
    }
    waiting = ["offered", "queued", "answered", "abandoned"]
    assert open_from == {
        S.QUEUED: waiting,
        S.RINGING: ["offered", "queued", "missed", "answered", "abandoned"],
        S.TALKING: ["held", "third_joined", "transferred", "ended"],
        S.HELD: ["resumed", "third_joined", "transferred", "ended"],
        S.WITH_THIRD: ["third_left", "ended"],
        S.AFTER: ["wrapped_up"],
        S.DONE: [],
        S.ABANDONED: [],
    }


def test_what_is_not_in_the_table_is_refused_in_words() -> None:
    with pytest.raises(CallNotOpen, match="来电现为“话后整理”，不能保持"):
        after_event("held", S.AFTER)


def test_an_event_that_says_what_is_so_is_known_already() -> None:
    told = [is_told_already(kind, S.TALKING) for kind in ("answered", "resumed", "held")]
    assert (told, is_told_already("offered", S.RINGING)) == ([True, True, False], False)


@pytest.mark.parametrize(
    ("calls", "before", "doing"),
    [
        ([], AgentState.FREE, AgentState.FREE),
        ([], AgentState.TALKING, AgentState.FREE),
        ([], AgentState.BREAK, AgentState.BREAK),
        ([], AgentState.SIGNED_OFF, AgentState.SIGNED_OFF),
        ([S.RINGING], AgentState.BREAK, AgentState.RINGING),
        ([S.AFTER, S.RINGING], AgentState.AFTER, AgentState.RINGING),
        ([S.HELD, S.AFTER], AgentState.TALKING, AgentState.TALKING),
        ([S.WITH_THIRD], AgentState.TALKING, AgentState.TALKING),
        ([S.AFTER], AgentState.TALKING, AgentState.AFTER),
        ([S.DONE, S.ABANDONED, S.QUEUED], AgentState.AFTER, AgentState.FREE),
    ],
)
def test_what_a_call_taker_does_follows_from_calls_and_what_they_did(
    calls: list[CallState], before: AgentState, doing: AgentState
) -> None:
    assert agent_state(calls, before) == doing
