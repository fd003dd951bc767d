"""Hold back: the unit's leader wants the reply mended before it leaves the unit (退回修改)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import Refused, moving
from hotline.steps.send_back import take_reply_back
from hotline.steps.shares import own_share


def hold_back(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Give the reply back to the clerk with a reason; its clock has not stopped."""
    if not reason.strip():
        raise Refused("reason", "请写明需要修改的内容。")
    with moving(case, "hold_back", by=by, at=at, seen=seen) as change:
        take_reply_back(change, own_share(case, "hold_back", by))
        change.note = reason.strip()
    return case
