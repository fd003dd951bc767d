"""Review: the office finds the unit's reply good; the citizen is called back next (审核)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps import clocks
from hotline.steps.joining.share_answer import share_with_joined
from hotline.steps.moving import moving
from hotline.steps.shares import lead_share, open_shares
from hotline.steps.storing.book import together


def review(
    case: Case, *, by: Staff | None, at: datetime, note: str = "", seen: int | None = None
) -> Case:
    """Finish the assignment; its answer becomes the case's, and that of all joined to it."""
    with together():
        with moving(case, "review", by=by, at=at, seen=seen) as change:
            lead = lead_share(case)
            for share in open_shares(case):
                how = "replied" if share.pk == lead.pk else "overtaken"
                change.change(share, finished_at=at, ended_as=how)
                clocks.stop(change, clocks.running(case, assignment=share))
            change.set(answer=lead.answer)
            clocks.start_callback(change)
            change.note = note.strip()
        share_with_joined(case, at=at)
    return case
