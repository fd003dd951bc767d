"""What every end of a case has in common: how it ended, and that no clock runs on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline.records.models import Assignment, Case, Staff
from hotline.rules.life import ENDING_NAMES, Ending
from hotline.steps import clocks
from hotline.steps.joining.part import part_from
from hotline.steps.moving import Change, moving
from hotline.steps.shares import open_shares
from hotline.steps.storing.book import together

WATCHED_ON = "supervision"  # ends by its own verb, with an outcome


def end_case(change: Change, ending: Ending, **facts: Any) -> None:
    """Close the case, saying how; its clocks stop."""
    change.set(closed_at=change.at, closed_as=ending.value, **facts)
    stop_clocks(change)


def tell_and_end(
    case: Case,
    verb: str,
    ending: Ending,
    told: str,
    details: dict[str, Any],
    *,
    by: Staff | None,
    at: datetime,
    seen: int | None,
    repeats: Case | None = None,
) -> Case:
    """End a case that is not handled, with what was told; what was joined to it goes on alone."""
    with together():
        with moving(case, verb, by=by, at=at, seen=seen) as change:
            end_case(change, ending, answer=told, repeats=repeats)
            change.note = told
            change.details = details
        reason = f"主工单 {case.number} 已按“{ENDING_NAMES[ending]}”办结，没有可共享的答复。"
        part_from(case, reason=reason, at=at)
    return case


def stop_clocks(change: Change) -> None:
    """Stop every clock of the case; a supervision has an end of its own."""
    clocks.stop(change, [row for row in clocks.running(change.case) if row.name != WATCHED_ON])


def end_shares(change: Change, ended_as: str) -> list[Assignment]:
    """Finish all open shares; gives those that were finished."""
    ended = open_shares(change.case)
    for share in ended:
        change.change(share, finished_at=change.at, ended_as=ended_as)
    return ended
