"""Report: the telephone exchange tells what happened in a call, each event exactly once.

An exchange names its calls and numbers the events of each. What it sends again is known by that and
changes nothing, so that it may send until it is answered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from hotline.records.models import Call, Staff
from hotline.records.scope import everything
from hotline.rules.calls import EVENTS
from hotline.steps.calling.call_moving import TAKES_CALLS, happen
from hotline.steps.calling.hang_up import hang_up
from hotline.steps.calling.hold import hold
from hotline.steps.calling.join_third import join_third
from hotline.steps.calling.leave_third import leave_third
from hotline.steps.calling.miss import miss
from hotline.steps.calling.pick_up import pick_up
from hotline.steps.calling.resume_call import resume_call
from hotline.steps.calling.ring import ring
from hotline.steps.calling.transfer import transfer
from hotline.steps.moving import Refused, permit

TOLERANCE = timedelta(minutes=5)
SOMEBODY = "（未说明）"
PLAIN: dict[str, Callable[..., bool]] = {
    "answered": pick_up,
    "missed": miss,
    "held": hold,
    "resumed": resume_call,
    "third_left": leave_third,
    "ended": hang_up,
}
WITH_THIRD: dict[str, Callable[..., bool]] = {"third_joined": join_third, "transferred": transfer}


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the exchange tells it; `caller` and `line` are of an offered call only."""

    key: str
    number: int
    kind: str
    at: datetime
    caller: str = ""
    line: str = ""
    agent: Staff | None = None
    third: str = ""


@everything()
def report(told: Told, *, by: Staff | None, at: datetime) -> tuple[Call, bool]:
    """Keep the event; gives the call, and whether this was news."""
    permit(by, "report_calls")
    _check(told, at)
    again = partial(_kept, told)
    try:
        with transaction.atomic():
            return again()
    except IntegrityError:  # the same event came twice at this very moment: now it is found
        return again()


def _check(told: Told, at: datetime) -> None:
    if told.kind not in EVENTS or told.kind == "wrapped_up":
        raise Refused("kind", "没有这种话务事件，请核对代码。")
    if told.at > at + TOLERANCE:
        raise Refused("at", "事件时间晚于现在，请核对交换机的时钟。")
    if told.agent is not None and not told.agent.may(TAKES_CALLS):
        raise Refused("agent", "这个账号不能接听来电，请核对坐席的用户名。")


def _kept(told: Told) -> tuple[Call, bool]:
    call = Call.objects.filter(exchange_key=told.key).first()
    if call is None:
        if told.kind != "offered":
            raise Refused("call", "没有这通来电；请先报送 offered 事件。")
        made = ring(
            told.caller,
            agent=told.agent,
            by=None,
            at=told.at,
            line=told.line,
            exchange_key=told.key,
            event=told.number,
        )
        return made, True
    if told.kind == "offered":
        agent: dict[str, Any] = {"agent": told.agent} if told.agent is not None else {}
        return call, happen(call, "offered", by=None, at=told.at, number=told.number, **agent)
    known: dict[str, Any] = {"by": None, "at": told.at, "number": told.number}
    if told.kind in WITH_THIRD:
        return call, WITH_THIRD[told.kind](call, third=told.third or SOMEBODY, **known)
    return call, PLAIN[told.kind](call, **known)
