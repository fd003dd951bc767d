"""Wrap up: the after-call work is done, the call-taker is free again (话后整理).

A call in which nothing was registered is kept as an arrival all the same: it counts as a call.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline.records.models import Call, Channel, Staff
from hotline.records.queries.calls import number_of, telephone_channel
from hotline.records.scope import everything
from hotline.rules.arrivals import Arrival
from hotline.rules.calls import OUTCOMES
from hotline.steps.calling.call_moving import happen
from hotline.steps.moving import Refused, on_behalf
from hotline.steps.receive import receive
from hotline.steps.storing.book import Writing, book, together

NOTE_LENGTH = 500


@everything()
def wrap_up(
    call: Call,
    *,
    outcome: str,
    channel: Channel,
    by: Staff | None,
    at: datetime,
    note: str = "",
) -> bool:
    """Say what became of the call; one without any arrival becomes one on `channel`."""
    if outcome not in OUTCOMES:
        raise Refused("outcome", "请选择这通来电的结果。")
    if len(note) > NOTE_LENGTH:
        raise Refused("note", f"备注超过 {NOTE_LENGTH} 个字，请缩短。")
    is_empty = not call.contacts.exists()
    if outcome in ("case", "repeat") and is_empty:
        raise Refused("outcome", "这通来电还没有登记工单；请先登记，或另选结果。")
    with together():
        facts: dict[str, Any] = {"outcome": outcome, "note": note.strip()}
        is_news = happen(call, "wrapped_up", by=by, at=at, **facts)
        if is_news and is_empty:
            keep_arrival(call, channel=channel, by=by, at=at)
    return is_news


def keep_arrival(
    call: Call, *, at: datetime, channel: Channel | None = None, by: Staff | None = None
) -> None:
    """The call as an arrival without a case, its outcome on it: it counts as a call."""
    channel = channel or telephone_channel()
    if channel is None:
        return  # a city without a telephone line counts no calls
    arrival = Arrival(
        channel=channel.code,
        key=f"call-{call.pk}",
        text=call.note or OUTCOMES[call.outcome],
        arrived_at=call.offered_at,
        sender_phone=number_of(call),
    )
    taker = on_behalf(by, "receive")
    contact = receive(arrival, channel=channel, by=taker, at=at, call=call).contact
    book().write(Writing(changes=[(contact, {"outcome": call.outcome})]))
