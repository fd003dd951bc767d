"""The life of a telephone call: where it stands, and which event is open from there.

A call comes to the line, waits in a queue, is offered to a call-taker, answered, perhaps held,
transferred or joined by a third, ended, and wrapped up (话后整理). Events come from the telephone
exchange or from the call-taker's own buttons; `call_story.py` reads a call out of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hotline.rules.telephony import CALL_KINDS

HARASSING = "harassing"


class CallState(StrEnum):
    """Where a call stands. The stored code is the English word."""

    QUEUED = "queued"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    WITH_THIRD = "with_third"
    AFTER = "after"
    DONE = "done"
    ABANDONED = "abandoned"


class AgentState(StrEnum):
    """What a call-taker is doing: follows from their calls, their break and their signing on."""

    FREE = "free"
    RINGING = "ringing"
    TALKING = "talking"
    AFTER = "after"
    BREAK = "break"
    SIGNED_OFF = "signed_off"


STATE_NAMES: dict[CallState, str] = {
    CallState.QUEUED: "排队中",
    CallState.RINGING: "来电振铃",
    CallState.TALKING: "通话中",
    CallState.HELD: "保持中",
    CallState.WITH_THIRD: "三方通话",
    CallState.AFTER: "话后整理",
    CallState.DONE: "已结束",
    CallState.ABANDONED: "未接通",
}
AGENT_NAMES: dict[AgentState, str] = {
    AgentState.FREE: "空闲",
    AgentState.RINGING: "振铃",
    AgentState.TALKING: "通话中",
    AgentState.AFTER: "话后整理",
    AgentState.BREAK: "小休",
    AgentState.SIGNED_OFF: "未签入",
}
# What became of a call; the first three follow by themselves from what was registered in it.
OUTCOMES: dict[str, str] = {
    "case": "登记工单",
    "question_answered": "直接解答",
    "repeat": "重复来电",
    "transferred": "转接其他电话",
    "invalid": "无效来电",
    HARASSING: "骚扰来电",
    "silent": "无声来电",
    "dropped": "通话中断",
}
# Nothing was wanted: what a call-taker ends with one press.
WITHOUT_MATTER = ("invalid", HARASSING, "silent")

WAITING = frozenset({CallState.QUEUED, CallState.RINGING})
ON_LINE = frozenset({CallState.TALKING, CallState.HELD, CallState.WITH_THIRD})
IN_HAND = ON_LINE | {CallState.RINGING, CallState.AFTER}


@dataclass(frozen=True, slots=True)
class CallMove:
    """One row of the table: the event `kind` leads from any of `sources` to `target`."""

    kind: str
    name: str
    sources: frozenset[CallState]
    target: CallState


def _row(kind: str, sources: Iterable[CallState], target: CallState) -> CallMove:
    return CallMove(kind, CALL_KINDS[kind], frozenset(sources), target)


S = CallState
# `offered` without an agent is read as queued, `ended` before anybody answered as abandoned.
# `recorded` is no row: it may be told of any call and moves none.
EVENTS: dict[str, CallMove] = {
    row.kind: row
    for row in (
        _row("offered", WAITING, S.RINGING),
        _row("queued", WAITING, S.QUEUED),
        _row("missed", {S.RINGING}, S.QUEUED),
        _row("answered", WAITING, S.TALKING),
        _row("abandoned", WAITING, S.ABANDONED),
        _row("held", {S.TALKING}, S.HELD),
        _row("resumed", {S.HELD}, S.TALKING),
        _row("third_joined", {S.TALKING, S.HELD}, S.WITH_THIRD),
        _row("third_left", {S.WITH_THIRD}, S.TALKING),
        _row("transferred", {S.TALKING, S.HELD}, S.AFTER),
        _row("ended", ON_LINE, S.AFTER),
        _row("wrapped_up", {S.AFTER}, S.DONE),
    )
}


class CallNotOpen(Exception):
    """An event was told of a call that its state does not allow."""

    def __init__(self, kind: str, state: CallState) -> None:
        self.kind = kind
        self.state = state
        wanted = EVENTS[kind].name if kind in EVENTS else kind
        super().__init__(f"来电现为“{STATE_NAMES[state]}”，不能{wanted}；请刷新后再看。")


def after_event(kind: str, state: CallState) -> CallState:
    """The state after this event; raises CallNotOpen where the table has none."""
    row = EVENTS.get(kind)
    if row is None or state not in row.sources:
        raise CallNotOpen(kind, state)
    return row.target


def is_told_already(kind: str, state: CallState) -> bool:
    """Whether this event only says what is known: the exchange and a button told the same."""
    row = EVENTS.get(kind)
    return row is not None and kind not in ("offered", "queued") and state == row.target


def agent_state(calls: Iterable[CallState], before: AgentState) -> AgentState:
    """What the call-taker is doing who has these calls and did `before`; a call goes first."""
    states = frozenset(calls)
    if states & ON_LINE:
        return AgentState.TALKING
    if CallState.RINGING in states:
        return AgentState.RINGING
    if CallState.AFTER in states:
        return AgentState.AFTER
    return before if before in (AgentState.BREAK, AgentState.SIGNED_OFF) else AgentState.FREE
