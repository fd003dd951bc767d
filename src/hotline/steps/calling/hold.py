"""Hold: the caller waits and hears music (保持)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Staff
from hotline.steps.calling.call_moving import happen


def hold(call: Call, *, by: Staff | None, at: datetime) -> bool:
    """Keep the caller waiting on the line."""
    return happen(call, "held", by=by, at=at)
