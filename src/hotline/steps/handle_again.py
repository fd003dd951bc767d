"""Handle again: not solved or not satisfied, so the case goes round once more (重办)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Assignment, Case, Staff
from hotline.records.queries.reference import office
from hotline.steps.moving import Refused, moving
from hotline.steps.storing.book import book

TIMES = 2


def handle_again(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Put the case back before dispatching, with the reason from the callback.

    The old round's deadline ends with it: no clock runs until the case is dispatched again.
    """
    if not reason.strip():
        raise Refused("reason", "请写明重办的原因。")
    times = int(office().rules.get("rework_times", TIMES))
    if rounds_before(case) > times:
        raise Refused("reason", f"已重办 {times} 次，不能再重办；请“解释办结”，或由督办员督办。")
    with moving(case, "handle_again", by=by, at=at, seen=seen) as change:
        change.set(due_at=None, joined_to=None)
        change.note = reason.strip()
    return case


def rounds_before(case: Case) -> int:
    """How many rounds of handling ended with a reply that was found good."""
    shares = book().rows_of(case, Assignment)
    return sum(1 for row in shares if row.part == "lead" and row.ended_as == "replied")
