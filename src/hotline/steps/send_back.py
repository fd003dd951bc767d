"""Send back: the unit's reply is not good enough and goes back to be corrected (退回补正)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline.records.models import Assignment, Case, Staff
from hotline.steps.moving import Refused, moving
from hotline.steps.sign import open_assignment


def send_back(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Return the reply with a reason; the refused reply stays in the journal."""
    if not reason.strip():
        raise Refused("reason", "请写明退回的原因和需要补正的内容。")
    with moving(case, "send_back", by=by, at=at, seen=seen) as change:
        assignment = open_assignment(case)
        change.details = _reply_of(assignment)
        change.change(assignment, replied_at=None, replied_by=None)
        change.note = reason.strip()
    return case


def _reply_of(assignment: Assignment) -> dict[str, Any]:
    """Every fact of the refused reply, as the journal keeps it: the next reply overwrites them."""
    moments = {name: getattr(assignment, name) for name in ("replied_at", "contacted_at")}
    return {
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "replied_by": assignment.replied_by_id,
        "handling": assignment.handling,
        "answer": assignment.answer,
        "is_true": assignment.is_true,
        "beyond_remit": assignment.beyond_remit,
        "solved": assignment.solved,
        "reason_unsolved": assignment.reason_unsolved,
    }
