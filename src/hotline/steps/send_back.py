"""Send back: the unit's reply is not good enough and goes back to be corrected (退回补正)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import Refused, moving
from hotline.steps.sign import open_assignment


def send_back(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Return the reply with a reason; the refused reply stays in the journal."""
    if not reason.strip():
        raise Refused("reason", "请写明退回的原因和需要补正的内容。")
    assignment = open_assignment(case)
    with moving(case, "send_back", by=by, at=at, seen=seen) as change:
        change.details = {
            "replied_at": assignment.replied_at.isoformat() if assignment.replied_at else None,
            "handling": assignment.handling,
            "answer": assignment.answer,
        }
        change.change(assignment, replied_at=None, replied_by=None)
        change.note = reason.strip()
    return case
