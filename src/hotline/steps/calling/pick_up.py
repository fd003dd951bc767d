"""Pick up: the call-taker answers (接听)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Staff
from hotline.steps.calling.call_moving import happen


def pick_up(call: Call, *, by: Staff | None, at: datetime) -> bool:
    """They talk; says whether this was news."""
    return happen(call, "answered", by=by, at=at)
