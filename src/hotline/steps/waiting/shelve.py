"""Shelve: what cannot be done before a certain day is kept in the books until then (挂账)."""

from __future__ import annotations

from datetime import date, datetime, time

from hotline.records.models import Case, Staff
from hotline.rules.life import Status
from hotline.rules.workdays import CHINA
from hotline.steps import clocks
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.send_back import handling_clocks, take_reply_back
from hotline.steps.shares import open_shares
from hotline.steps.waiting.request_extension import lapse_extension

LONGEST_YEARS = 3


def shelve(
    case: Case,
    *,
    until: date | None,
    reason: str,
    by: Staff | None,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Pause the work until a day; the office is reminded on that day."""
    today = at.astimezone(CHINA).date()
    if until is None or until <= today or until.year > today.year + LONGEST_YEARS:
        raise Refused("until", f"请填写挂账到哪一天：明天以后，{LONGEST_YEARS} 年以内。")
    if not reason.strip():
        raise Refused("reason", "请写明现在不能解决的原因和下一步安排。")
    with moving(case, "shelve", by=by, at=at, seen=seen) as change:
        _pause_work(change)
        clocks.start_fixed(change, "shelf", datetime.combine(until, time(), CHINA), "挂账期限")
        change.set(shelved_until=until, due_at=None)
        change.note = reason.strip()
        change.details = {**change.details, "until": until.isoformat()}
    return case


def _pause_work(change: Change) -> None:
    """Let no time count for the units that have a share; a reply in review is put aside."""
    case = change.case
    lapse_extension(change)
    for share in open_shares(case):
        if case.status == Status.AWAITING_REVIEW and share.part == "lead":
            take_reply_back(change, share)
        for clock in (*handling_clocks(case, share), *clocks.running(case, "contact", share)):
            if not clocks.is_paused(clock):
                clocks.pause(change, clock)
        change.change(share, due_at=None)
