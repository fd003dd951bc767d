"""Abandon: the caller gave up before anybody answered (放弃)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Staff
from hotline.steps.calling.call_moving import happen


def abandon(call: Call, *, by: Staff | None, at: datetime) -> bool:
    """The call is over; it is to be called back."""
    return happen(call, "abandoned", by=by, at=at)
