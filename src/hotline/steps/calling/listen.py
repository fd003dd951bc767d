"""Listen: where a call was recorded, for whoever may hear it; the look is kept with its reason."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Reveal, Staff
from hotline.records.queries.calls import number_of
from hotline.steps.moving import Refused, permit
from hotline.steps.reveal import need_reason
from hotline.steps.storing.book import Writing, book


def listen(call: Call, *, reason: str, by: Staff, at: datetime) -> str:
    """The exchange's reference of the recording."""
    permit(by, "hear_recordings")
    if not call.recording:
        raise Refused("recording", "这通来电没有录音。")
    _keep(call, "recording", reason, by, at)
    return call.recording


def reveal_caller(call: Call, *, reason: str, by: Staff, at: datetime) -> str:
    """The number that called; empty where it was withheld."""
    permit(by, "hear_recordings")
    _keep(call, "phone", reason, by, at)
    return number_of(call)


def _keep(call: Call, field: str, reason: str, by: Staff, at: datetime) -> None:
    look = Reveal(call=call, field=field, reason=need_reason(reason), at=at, by=by)
    book().write(Writing(rows=[look]))
