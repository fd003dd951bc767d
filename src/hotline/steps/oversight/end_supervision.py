"""End supervision: the case needs no more watching, and what came of it is kept (督办结束)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import Refused, moving
from hotline.steps.oversight.supervise import need_supervision, stop_clock


def end_supervision(
    case: Case, *, outcome: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """End the open supervision with its outcome; its clock stops."""
    if not outcome.strip():
        raise Refused("outcome", "请写明督办结果。")
    with moving(case, "end_supervision", by=by, at=at, seen=seen) as change:
        supervision = need_supervision(case, "outcome")
        change.change(supervision, ended_at=at, ended_by=by, outcome=outcome.strip())
        stop_clock(change)
        change.note = outcome.strip()
        change.details = {"level": supervision.level}
    return case
