"""The exchange tells of calls: each event once, in any case only what the call allows."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hotline.records.models import Call, CallEvent
from hotline.records.queries.calls import number_of
from tests.api.conftest import ProgramOf
from tests.api.program import Program, told
from tests.factories import City, make_role, make_staff

PHONE = "15400001111"
START = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


@pytest.fixture
def exchange(city: City, program_of: ProgramOf) -> Program:
    """A telephone exchange, and a call-taker whom it can ring."""
    city.person("call_taker")
    role = make_role("exchange", "交换机", ["report_calls"])
    return program_of(make_staff("exchange", roles=[role]))


def event(number: int, kind: str, **facts: Any) -> dict[str, Any]:
    at = START + timedelta(seconds=10 * number)
    return {"call": "A-1", "number": number, "kind": kind, "at": at.isoformat(), **facts}


def tell(exchange: Program, number: int, kind: str, **facts: Any) -> tuple[int, str, str]:
    answer = exchange.send("calls/events", event(number, kind, **facts))
    body = json.loads(answer.content)
    return answer.status_code, body["state"], body["agent"]


def test_an_exchange_tells_a_whole_call_and_each_event_counts_once(exchange: Program) -> None:
    assert [
        tell(exchange, 1, "offered", caller=PHONE, line="12345"),
        tell(exchange, 2, "offered", agent="call_taker"),
        tell(exchange, 3, "answered"),
        tell(exchange, 3, "answered"),
        tell(exchange, 4, "transferred", third="110"),
        tell(exchange, 1, "offered", caller=PHONE),
    ] == [
        (201, "queued", ""),
        (201, "ringing", "call_taker"),
        (201, "talking", "call_taker"),
        (200, "talking", "call_taker"),
        (201, "after", "call_taker"),
        (200, "after", "call_taker"),
    ]
    call = Call.objects.get()
    assert (number_of(call), call.line, call.answered_at, call.ended_at) == (
        PHONE,
        "12345",
        START + timedelta(seconds=30),
        START + timedelta(seconds=40),
    )
    assert list(CallEvent.objects.order_by("pk").values_list("key", flat=True)) == [
        "1",
        "2",
        "3",
        "4",
    ]


def test_what_a_button_told_before_is_no_news(exchange: Program, city: City) -> None:
    tell(exchange, 1, "offered", caller=PHONE, agent="call_taker")
    tell(exchange, 2, "answered")
    assert tell(exchange, 3, "answered") == (200, "talking", "call_taker")


def test_a_call_that_nobody_answers_is_abandoned(exchange: Program) -> None:
    tell(exchange, 1, "offered", caller=PHONE)
    assert tell(exchange, 2, "ended") == (201, "abandoned", "")


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"kind": "sung"}, "kind", "没有这种话务事件"),
        ({"kind": "offered", "agent": "nobody"}, "agent", "没有这个坐席"),
        ({"kind": "offered", "agent": "exchange"}, "agent", "这个账号不能接听来电"),
        ({"kind": "offered", "at": "2090-01-01T00:00:00+08:00"}, "at", "事件时间晚于现在"),
        ({"kind": "offered", "caller": "无号码"}, "caller", "来电号码应是数字"),
    ],
)
def test_an_event_that_cannot_be_is_refused(
    exchange: Program, facts: dict[str, str], field: str, said: str
) -> None:
    status, named, detail = told(exchange.send("calls/events", {**event(1, "offered"), **facts}))
    assert (status, named, said in detail, Call.objects.count()) == (422, field, True, 0)


def test_an_event_that_the_call_has_no_place_for_changes_nothing(exchange: Program) -> None:
    tell(exchange, 1, "offered", caller=PHONE)
    assert tell(exchange, 2, "held") == (200, "queued", "")


def test_an_event_told_late_finds_its_place_by_its_time(exchange: Program) -> None:
    assert tell(exchange, 3, "answered", agent="call_taker") == (201, "talking", "call_taker")
    assert tell(exchange, 1, "offered", caller=PHONE) == (201, "talking", "call_taker")
    call = Call.objects.get()
    assert (number_of(call), call.offered_at, call.answered_at) == (
        PHONE,
        START + timedelta(seconds=10),
        START + timedelta(seconds=30),
    )


def test_whoever_may_not_report_is_refused(city: City, program_of: ProgramOf) -> None:
    taker = program_of(city.person("call_taker"))
    assert taker.send("calls/events", event(1, "offered")).status_code == 403
