"""Leave: the third goes, the caller stays (三方退出)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Staff
from hotline.steps.calling.call_moving import happen


def leave_third(call: Call, *, by: Staff | None, at: datetime) -> bool:
    """Two of them talk again."""
    return happen(call, "third_left", by=by, at=at)
