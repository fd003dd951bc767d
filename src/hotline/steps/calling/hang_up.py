"""Hang up: the talk is over, its after-call work begins (挂机)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Staff
from hotline.steps.calling.call_moving import happen


def hang_up(call: Call, *, by: Staff | None, at: datetime) -> bool:
    """End the talk, whoever ended it."""
    return happen(call, "ended", by=by, at=at)
