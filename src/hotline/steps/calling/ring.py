"""Ring: a call-taker has a call that no exchange tells of (来电)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Call, CallEvent, Staff
from hotline.records.scope import everything
from hotline.records.sealing import blind_index, phone_digits, seal
from hotline.rules.calls import CallState
from hotline.steps.calling.call_moving import TAKES_CALLS, add
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book, together

LONGEST_NUMBER = 20


@everything()
def ring(
    number: str, *, agent: Staff | None, by: Staff | None, at: datetime, line: str = ""
) -> Call:
    """A new call from `number`, which is sealed; empty where the caller withheld it."""
    permit(by, TAKES_CALLS)
    if len(phone_digits(number)) > LONGEST_NUMBER or (number and not phone_digits(number)):
        raise Refused("number", "来电号码应是数字；看不到号码的可不填。")
    row = new_id()
    call = Call(
        id=row,
        line=line,
        number_sealed=seal("call", "number", row, number) if number else None,
        number_index=blind_index(number),
        state=CallState.QUEUED.value,
        offered_at=at,
    )
    offered = CallEvent(call=call, kind="offered", at=at, told_at=at, by=by, agent=agent)
    with together():
        book().write(Writing(rows=[call]))
        add(call, (), offered, {}, at=at)
    return call
