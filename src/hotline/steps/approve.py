"""Approve: the unit's leader finds the reply good; it goes to the office (单位审批)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import moving
from hotline.steps.reply import hand_in
from hotline.steps.shares import own_share


def approve(
    case: Case, *, by: Staff | None, at: datetime, note: str = "", seen: int | None = None
) -> Case:
    """Hand the reply in; only now has the unit replied, as its deadline sees it."""
    with moving(case, "approve", by=by, at=at, seen=seen) as change:
        share = own_share(case, "approve", by)
        change.change(share, replied_at=at, approved_at=at, approved_by=by)
        hand_in(change, share)
        change.note = note.strip()
    return case
