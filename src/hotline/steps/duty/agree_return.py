"""Agree to a return: the case leaves the unit and is dispatched anew (同意退单)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.duty.request_return import pending_return
from hotline.steps.moving import moving
from hotline.steps.recall import take_away


def agree_return(
    case: Case, *, by: Staff | None, at: datetime, note: str = "", seen: int | None = None
) -> Case:
    """Take the case back; it is never dispatched to that unit again without a ruling."""
    with moving(case, "agree_return", by=by, at=at, seen=seen) as change:
        asked = pending_return(case)
        change.change(asked, outcome="agreed", decided_at=at, decided_by=by, decision=note.strip())
        take_away(change, "returned")
        change.note = note.strip()
        change.details = {"reason": asked.reason}
    return case
