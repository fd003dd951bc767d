"""Take up: the day has come, or the way is free earlier; the work goes on (销账续办)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.life import Status
from hotline.steps import clocks
from hotline.steps.moving import moving
from hotline.steps.shares import open_shares
from hotline.steps.waiting.resume import run_again


def take_up(
    case: Case, *, by: Staff | None, at: datetime, note: str = "", seen: int | None = None
) -> Case:
    """Go on where a unit has a share, with its clock; else the case waits to be dispatched."""
    with moving(case, "take_up", by=by, at=at, seen=seen) as change:
        clocks.stop(change, clocks.running(case, "shelf"))
        change.set(shelved_until=None)
        if open_shares(case):
            change.lead_to(Status.IN_HANDLING)
            run_again(change)
        else:
            change.lead_to(Status.AWAITING_DISPATCH)
            change.set(joined_to=None)  # another round is handled by itself
        change.note = note.strip()
    return case
