"""Resume: back from the hold to the caller (恢复通话)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Staff
from hotline.steps.calling.call_moving import happen


def resume_call(call: Call, *, by: Staff | None, at: datetime) -> bool:
    """They talk again."""
    return happen(call, "resumed", by=by, at=at)
