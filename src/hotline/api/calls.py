"""The telephone exchange tells what happens on the line, one event at a time, each exactly once."""

from __future__ import annotations

from typing import Annotated

from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from hotline.api.bodies import Code, Count, Moment, Phone, Strict, one_of
from hotline.api.tokens import Caller
from hotline.rules.calls import EVENTS
from hotline.rules.telephony import CALL_KINDS, TAKEN, CallEvent
from hotline.steps.calling.report import report
from hotline.steps.moving import permit

NEWS, KNOWN = 201, 200
KINDS = {kind: CALL_KINDS[kind] for kind in EVENTS if kind != "wrapped_up"}
CallKey = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,100}$")]

router = Router(tags=["calls"])


class NewEvent(Strict):
    """One event of a call. `call` is the exchange's own name of it, `number` counts its events.

    `caller`, `line` and `agent` (a call-taker's user name) are told with `offered`; without an
    agent it waits in the queue, an offer to another agent goes to that one.
    """

    call: CallKey = Field(description="交换机的通话编号")
    number: Count = Field(description="该通话内的事件序号，用来判断是否重复")
    kind: Code = one_of(KINDS)
    at: Moment = Field(description="发生时间")
    caller: Phone = Field("", description="主叫号码；隐藏号码的不填")
    line: Code = Field("", description="接入线路")
    agent: Code = Field("", description="坐席的用户名")
    third: Code = Field("", description="转接到哪里、请谁加入")


class CallShown(Schema):
    """How the call stands after the event."""

    call: str
    state: str
    agent: str


@router.post(
    "/calls/events",
    response={NEWS: CallShown, KNOWN: CallShown},
    operation_id="report_call_event",
    summary="报送话务事件",
)
def report_call_event(request: Caller, event: NewEvent) -> Status[CallShown]:
    """报送一个话务事件；晚到的按发生时间归位。重复的、不改变来电的答 200，改变的答 201。"""
    permit(request.auth, "report_calls")
    told = CallEvent(
        exchange="",
        call=event.call,
        id=str(event.number),
        kind=event.kind,
        at=event.at,
        caller=event.caller,
        line=event.line,
        agent=event.agent,
        third=event.third,
    )
    call, became = report(told, by=request.auth, at=timezone.now())
    shown = CallShown(
        call=call.exchange_key,
        state=call.state,
        agent=call.agent.username if call.agent is not None else "",
    )
    return Status(NEWS if became == TAKEN else KNOWN, shown)
