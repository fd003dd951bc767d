"""The life of a telephone call: where it stands, and which event is open from there.

A call is offered to a call-taker, answered, perhaps held, transferred or joined by a third, ended,
and wrapped up (话后整理). Events come from the telephone exchange or from the call-taker's own
buttons; an event that is not in the table does not happen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

HARASSING = "harassing"


class CallState(StrEnum):
    """Where a call stands. The stored code is the English word."""

    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    WITH_THIRD = "with_third"
    AFTER = "after"
    DONE = "done"
    MISSED = "missed"


class AgentState(StrEnum):
    """What a call-taker is doing: follows from their call and their break."""

    FREE = "free"
    RINGING = "ringing"
    TALKING = "talking"
    AFTER = "after"
    BREAK = "break"


STATE_NAMES: dict[CallState, str] = {
    CallState.RINGING: "来电振铃",
    CallState.TALKING: "通话中",
    CallState.HELD: "保持中",
    CallState.WITH_THIRD: "三方通话",
    CallState.AFTER: "话后整理",
    CallState.DONE: "已结束",
    CallState.MISSED: "未接听",
}
AGENT_NAMES: dict[AgentState, str] = {
    AgentState.FREE: "空闲",
    AgentState.RINGING: "振铃",
    AgentState.TALKING: "通话中",
    AgentState.AFTER: "话后整理",
    AgentState.BREAK: "小休",
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

ON_LINE = frozenset({CallState.TALKING, CallState.HELD, CallState.WITH_THIRD})
IN_HAND = ON_LINE | {CallState.RINGING, CallState.AFTER}


@dataclass(frozen=True, slots=True)
class CallMove:
    """One row of the table: the event `kind` leads from any of `sources` to `target`."""

    kind: str
    name: str
    sources: frozenset[CallState]
    target: CallState


def _row(kind: str, name: str, sources: Iterable[CallState], target: CallState) -> CallMove:
    return CallMove(kind, name, frozenset(sources), target)


S = CallState
EVENTS: dict[str, CallMove] = {
    row.kind: row
    for row in (
        _row("offered", "来电", {S.RINGING}, S.RINGING),
        _row("answered", "接听", {S.RINGING}, S.TALKING),
        _row("missed", "未接听", {S.RINGING}, S.MISSED),
        _row("held", "保持", {S.TALKING}, S.HELD),
        _row("resumed", "恢复通话", {S.HELD}, S.TALKING),
        _row("third_joined", "三方加入", {S.TALKING, S.HELD}, S.WITH_THIRD),
        _row("third_left", "三方退出", {S.WITH_THIRD}, S.TALKING),
        _row("transferred", "转接", {S.TALKING, S.HELD}, S.AFTER),
        _row("ended", "挂机", ON_LINE, S.AFTER),
        _row("wrapped_up", "话后整理完成", {S.AFTER}, S.DONE),
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
    return row is not None and kind != "offered" and state == row.target


def agent_state(call: CallState | None, *, on_break: bool) -> AgentState:
    """What the call-taker is doing; a call goes before a break."""
    if call is not None and call in ON_LINE:
        return AgentState.TALKING
    if call in (CallState.RINGING, CallState.AFTER):
        return AgentState(str(call))
    return AgentState.BREAK if on_break else AgentState.FREE
