"""Hear: the telephone exchange tells what happened, each event exactly once, in whatever order.

A call comes into being with the first event that names it, whichever that is. What is told again is
known by its own identity; what is told late finds its place by its time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction

from hotline.records.identity import new_id
from hotline.records.models import Call, Road, Staff
from hotline.records.models import CallEvent as EventRow
from hotline.records.queries.seats import agent_named, queue_named, road_named
from hotline.records.scope import everything
from hotline.records.sealing import blind_index, phone_digits, seal
from hotline.rules.calls import OUTCOMES, AgentState, CallState
from hotline.rules.telephony import (
    AGENT_STATES,
    CALL_KINDS,
    ENDED_BY,
    KEPT,
    KNOWN,
    TAKEN,
    AgentEvent,
    CallEvent,
)
from hotline.steps.calling.call_moving import TAKES_CALLS, THIRD_LENGTH, add
from hotline.steps.calling.turning import turn_to
from hotline.steps.calling.wrap_up import keep_arrival
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

TOLERANCE = timedelta(minutes=5)
EARLIEST = datetime(2010, 1, 1, tzinfo=UTC)
NAME = re.compile(r"[\x21-\x7e]{1,100}")
LONGEST_NUMBER, LONGEST_LINE, LONGEST_RECORDING = 20, 40, 200
MOST_WAITING, LONGEST_RECORDED = 10_000, 86_400
TRIES = 3


@everything()
def hear_call(event: CallEvent, *, at: datetime) -> str:
    """Keep the event and what follows of it; TAKEN, KNOWN or KEPT. Raises Refused."""
    _check(event, at)
    again = partial(_kept, event, _agent(event), road_named(event.exchange), at)
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return again()
        except IntegrityError:
            continue  # the call, the event or the turn came to be at this very moment: found now
    with transaction.atomic():
        return again()


@everything()
def hear_agent(event: AgentEvent, *, at: datetime) -> str:
    """A call-taker is free, on a break or signed off, as their telephone says."""
    _check_time(event.at, at)
    if event.state not in AGENT_STATES:
        raise Refused("state", "没有这种坐席状态，请核对代码。")
    agent = _need_agent(event.agent)
    is_news = turn_to(agent, AgentState(event.state), at=event.at, by=None)
    return TAKEN if is_news else KEPT


def _check(event: CallEvent, at: datetime) -> None:
    if event.kind not in CALL_KINDS:
        raise Refused("kind", "没有这种话务事件，请核对代码。")
    _check_time(event.at, at)
    for field in ("call", "id"):
        if not NAME.fullmatch(getattr(event, field)):
            raise Refused(field, "编号应为 1 到 100 个可打印的英文字符，中间没有空格。")
    if event.came_from and not NAME.fullmatch(event.came_from):
        raise Refused("came_from", "原通话的编号写法不对，请核对。")
    if event.ended_by and event.ended_by not in ENDED_BY:
        raise Refused("ended_by", "挂机方只能是 caller、agent 或 exchange。")
    if event.outcome and event.outcome not in OUTCOMES:
        raise Refused("outcome", "没有这种来电结果，请核对代码。")
    _check_lengths(event)


def _check_time(told: datetime, at: datetime) -> None:
    if told.tzinfo is None:
        raise Refused("at", "事件时间应带时区，例如 2026-11-22T09:30:00+08:00。")
    if told > at + TOLERANCE:
        raise Refused("at", "事件时间晚于现在，请核对交换机的时钟。")
    if told < EARLIEST:
        raise Refused("at", f"事件早于 {EARLIEST.year} 年，请核对交换机的时钟。")


def _check_lengths(event: CallEvent) -> None:
    digits = phone_digits(event.caller)
    if len(digits) > LONGEST_NUMBER or (event.caller and not digits):
        raise Refused("caller", "来电号码应是数字；看不到号码的可不填。")
    limits = (
        ("third", THIRD_LENGTH),
        ("line", LONGEST_LINE),
        ("queue", THIRD_LENGTH),
        ("recording", LONGEST_RECORDING),
    )
    for field, longest in limits:
        value = getattr(event, field)
        if len(value) > longest or "\0" in value:
            raise Refused(field, f"内容超过 {longest} 个字或含有不能保存的字符，请核对。")
    if not 0 <= event.position <= MOST_WAITING:
        raise Refused("position", "排队位次应为正整数。")
    if not 0 <= event.recorded_seconds <= LONGEST_RECORDED:
        raise Refused("recorded_seconds", "录音时长应为一天以内的秒数。")


def _agent(event: CallEvent) -> Staff | None:
    return _need_agent(event.agent) if event.agent else None


def _need_agent(name: str) -> Staff:
    found = agent_named(name)
    if found is None:
        raise Refused("agent", "没有这个坐席，请核对用户名或分机号。")
    if not found.may(TAKES_CALLS):
        raise Refused("agent", "这个账号不能接听来电，请核对坐席的用户名。")
    return found


def _kept(event: CallEvent, agent: Staff | None, road: Road | None, at: datetime) -> str:
    call = _locked(event, road) or _new(event, road)
    known = list(call.events.all())
    if any(row.key == event.id for row in known):
        return KNOWN
    before = call.state
    row = _row(event, call, agent, at)
    told = add(call, known, row, _facts(event, call), at=at)
    if call.state == CallState.DONE and before != CallState.DONE and not call.contacts.exists():
        keep_arrival(call, at=at)
    return told


def _locked(event: CallEvent, road: Road | None) -> Call | None:
    calls = Call.objects.select_for_update(no_key=True, of=("self",))
    return calls.filter(road=road, exchange_key=event.call).first()


def _new(event: CallEvent, road: Road | None) -> Call:
    call = Call(
        id=new_id(),
        road=road,
        exchange_key=event.call,
        state=CallState.QUEUED.value,
        offered_at=event.at,
    )
    book().write(Writing(rows=[call]))
    return call


def _facts(event: CallEvent, call: Call) -> dict[str, Any]:
    """What an event says of the call itself, once it is said."""
    facts: dict[str, Any] = {}
    if event.caller and call.number_sealed is None:
        facts["number_sealed"] = seal("call", "number", call.pk, event.caller)
        facts["number_index"] = blind_index(event.caller)
    if event.kind == "recorded":
        facts |= {"recording": event.recording, "recorded_seconds": event.recorded_seconds}
    said = {"line": event.line, "came_from": event.came_from}
    return facts | {name: value for name, value in said.items() if value}


def _row(event: CallEvent, call: Call, agent: Staff | None, at: datetime) -> EventRow:
    return EventRow(
        call=call,
        kind=event.kind,
        at=event.at,
        told_at=at,
        key=event.id,
        agent=agent,
        queue=queue_named(event.queue),
        position=event.position,
        third=event.third,
        ended_by=event.ended_by,
        outcome=_outcome(event, call),
    )


def _outcome(event: CallEvent, call: Call) -> str:
    """What the exchange's telephone says it came to; a case is the hotline's to say."""
    if event.kind != "wrapped_up" or call.contacts.filter(case__isnull=False).exists():
        return "case" if event.kind == "wrapped_up" else ""
    return event.outcome if event.outcome not in ("", "case", "repeat") else "question_answered"
