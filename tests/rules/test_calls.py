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
    assert open_from == {
        S.RINGING: ["offered", "answered", "missed"],
        S.TALKING: ["held", "third_joined", "transferred", "ended"],
        S.HELD: ["resumed", "third_joined", "transferred", "ended"],
        S.WITH_THIRD: ["third_left", "ended"],
        S.AFTER: ["wrapped_up"],
        S.DONE: [],
        S.MISSED: [],
    }


def test_what_is_not_in_the_table_is_refused_in_words() -> None:
    with pytest.raises(CallNotOpen, match="来电现为“话后整理”，不能保持"):
        after_event("held", S.AFTER)


def test_an_event_that_says_what_is_so_is_known_already() -> None:
    told = [is_told_already(kind, S.TALKING) for kind in ("answered", "resumed", "held")]
    assert (told, is_told_already("offered", S.RINGING)) == ([True, True, False], False)


@pytest.mark.parametrize(
    ("call", "on_break", "doing"),
    [
        (None, False, AgentState.FREE),
        (None, True, AgentState.BREAK),
        (S.RINGING, True, AgentState.RINGING),
        (S.HELD, False, AgentState.TALKING),
        (S.WITH_THIRD, False, AgentState.TALKING),
        (S.AFTER, False, AgentState.AFTER),
        (S.DONE, False, AgentState.FREE),
    ],
)
def test_what_a_call_taker_does_follows_from_call_and_break(
    call: CallState | None, on_break: bool, doing: AgentState
) -> None:
    assert agent_state(call, on_break=on_break) == doing
