"""Transfer: the caller is handed on, for the call-taker the talk is over (转接)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Staff
from hotline.steps.calling.call_moving import happen
from hotline.steps.moving import Refused


def transfer(call: Call, *, third: str, by: Staff | None, at: datetime) -> bool:
    """Hand the caller on to `third`."""
    if not third.strip():
        raise Refused("third", "请填写转接到哪里，例如 110。")
    return happen(call, "transferred", by=by, at=at, third=third.strip())
