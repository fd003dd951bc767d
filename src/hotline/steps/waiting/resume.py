"""Resume: the citizen has answered, or has been waited for long enough; the clock runs again."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps import clocks
from hotline.steps.moving import Change, moving
from hotline.steps.shares import open_shares, own_share


def resume(
    case: Case, *, by: Staff | None, at: datetime, note: str = "", seen: int | None = None
) -> Case:
    """Let the clock of handling run on; the deadline moves by the time that was waited."""
    with moving(case, "resume", by=by, at=at, seen=seen) as change:
        own_share(case, "resume", by)
        clocks.stop(change, clocks.running(case, "citizen"))
        run_again(change)
        change.note = note.strip()
    return case


def run_again(change: Change) -> None:
    """Let every paused clock count again; the lead's new deadline is the case's.

    A share below had its end set by a unit above; it now has as long as the lead, the oldest.
    """
    of_lead: datetime | None = None
    for share in open_shares(change.case):
        for clock in clocks.running(change.case, assignment=share):
            if not clocks.is_paused(clock):
                continue
            due = clocks.unpause(change, clock, of_lead)
            if clock.name == "handle":
                change.change(share, due_at=due)
                if share.part == "lead":
                    of_lead = due
                    change.set(due_at=due)
