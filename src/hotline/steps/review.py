"""Review: the office finds the unit's reply good; the citizen is called back next (审核)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import moving
from hotline.steps.sign import open_assignment


def review(
    case: Case, *, by: Staff | None, at: datetime, note: str = "", seen: int | None = None
) -> Case:
    """Finish the assignment; its answer becomes the case's answer."""
    with moving(case, "review", by=by, at=at, seen=seen) as change:
        assignment = open_assignment(case)
        change.change(assignment, finished_at=at)
        change.set(answer=assignment.answer)
        change.note = note.strip()
    return case
