"""Reopen: what was closed was not done after all; within its window it is handled again."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.records.queries.reference import calendar
from hotline.rules.deadlines import deadline
from hotline.rules.life import Status
from hotline.rules.workdays import CHINA
from hotline.steps import clocks
from hotline.steps.moving import Refused, moving


def reopen(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Put a closed case back before dispatching, or before sorting if it was never accepted."""
    if not reason.strip():
        raise Refused("reason", "请写明重新打开的原因。")
    with moving(case, "reopen", by=by, at=at, seen=seen) as change:
        need_window(case, at)
        change.lead_to(Status.AWAITING_DISPATCH if case.accepted_at else Status.REGISTERED)
        change.set(closed_at=None, closed_as="", repeats=None, joined_to=None, due_at=None)
        change.note = reason.strip()
        change.details = {"closed_at": case.closed_at.isoformat() if case.closed_at else None}
    return case


def need_window(case: Case, at: datetime) -> None:
    """Refuse what was closed too long ago."""
    window = clocks.rule_limit("reopen")
    if window is None or case.closed_at is None:
        return
    until = deadline([window], case.closed_at, calendar()).at
    if at > until:
        when = f"{until.astimezone(CHINA):%Y-%m-%d %H:%M}"
        raise Refused(
            "reason", f"办结后{window.words()}内可以重新打开，期限 {when} 已过；请登记为新工单。"
        )
