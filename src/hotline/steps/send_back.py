"""Send back: the unit's reply is not good enough and goes back to be corrected (退回补正)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline.records.models import Assignment, Case, Clock, Staff
from hotline.steps import clocks
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.shares import lead_share
from hotline.steps.storing.book import book


def send_back(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Return the reply with a reason; the unit's deadline stays the old one.

    Time in review does not move the deadline: else an empty reply would buy time.
    """
    if not reason.strip():
        raise Refused("reason", "请写明退回的原因和需要补正的内容。")
    with moving(case, "send_back", by=by, at=at, seen=seen) as change:
        share = lead_share(case)
        take_reply_back(change, share)
        for clock in handling_clocks(case, share):
            clocks.run_on(change, clock)
        change.note = reason.strip()
    return case


def take_reply_back(change: Change, share: Assignment) -> None:
    """Make the share one that has not replied; the refused reply stays in the journal."""
    change.details = {**change.details, **_reply_of(share)}
    change.change(share, replied_at=None, replied_by=None, approved_at=None, approved_by=None)


def handling_clocks(case: Case, share: Assignment) -> list[Clock]:
    """The share's clock of handling, stopped or not."""
    return [
        row
        for row in book().rows_of(case, Clock)
        if row.name == "handle" and row.assignment_id == share.pk
    ]


def _reply_of(assignment: Assignment) -> dict[str, Any]:
    """Every fact of the refused reply, as the journal keeps it: the next reply overwrites them."""
    moments = {
        name: getattr(assignment, name) for name in ("replied_at", "contacted_at", "approved_at")
    }
    return {
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "replied_by": assignment.replied_by_id,
        "approved_by": assignment.approved_by_id,
        "handling": assignment.handling,
        "answer": assignment.answer,
        "is_true": assignment.is_true,
        "beyond_remit": assignment.beyond_remit,
        "solved": assignment.solved,
        "reason_unsolved": assignment.reason_unsolved,
    }
