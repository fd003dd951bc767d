"""Miss: nobody answered before the caller gave up (未接听)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Staff
from hotline.steps.calling.call_moving import happen


def miss(call: Call, *, by: Staff | None, at: datetime, number: int | None = None) -> bool:
    """The call is over; it is to be called back."""
    return happen(call, "missed", by=by, at=at, number=number, ended_at=at)
