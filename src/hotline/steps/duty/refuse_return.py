"""Refuse a return: the unit keeps the case and goes on with it (不同意退单)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.duty.request_return import pending_return
from hotline.steps.moving import Refused, moving


def refuse_return(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Send the case back to its unit; the deadline has not moved meanwhile."""
    if not reason.strip():
        raise Refused("reason", "请写明不同意退单的理由。")
    with moving(case, "refuse_return", by=by, at=at, seen=seen) as change:
        change.change(
            pending_return(case),
            outcome="refused",
            decided_at=at,
            decided_by=by,
            decision=reason.strip(),
        )
        change.note = reason.strip()
    return case
