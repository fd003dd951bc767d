"""Ask the citizen for more: without it the unit cannot go on, so its clock pauses, once (补充).

The clocks of those below it pause too; an assisting unit goes on with its own part."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Assignment, Case, Clock, Staff
from hotline.records.queries.reference import office
from hotline.steps import clocks
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.shares import own_share, shares_below
from hotline.steps.storing.book import book

PAUSES = 1


def ask_more(
    case: Case, *, question: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Pause the clock of handling until the citizen has answered or the wait has lasted enough."""
    if not question.strip():
        raise Refused("question", "请写明需要诉求人补充什么。")
    with moving(case, "ask_more", by=by, at=at, seen=seen) as change:
        share = own_share(case, "ask_more", by)
        most = int(office().rules.get("pause_times", PAUSES))
        for clock in clocks.running(case, "handle", share):
            if len(clock.pauses) - _times_shelved(case, clock) >= most:
                raise Refused("question", f"这件工单已请诉求人补充过 {most} 次，不能再暂停计时。")
            clocks.pause(change, clock)
        _pause_below(change, share)
        limit = clocks.rule_limit("pause")
        if limit is not None:
            clocks.start(change, "citizen", [limit], assignment=share)
        change.change(share, due_at=None)
        change.set(due_at=None)
        change.note = change.told_text = question.strip()
    return case


def _pause_below(change: Change, share: Assignment) -> None:
    """Let no time count for those who do the unit's work: their end was taken from its own."""
    for row in shares_below(change.case, share):
        for clock in clocks.running(change.case, "handle", row):
            clocks.pause(change, clock)
        change.change(row, due_at=None)


def _times_shelved(case: Case, clock: Clock) -> int:
    """How many of the clock's pauses are the office's own doing."""
    shelves = (row for row in book().rows_of(case, Clock) if row.name == "shelf")
    return sum(1 for shelf in shelves if shelf.started_at >= clock.started_at)
