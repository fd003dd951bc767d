"""Close: the citizen has been asked; the matter is done (办结)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Callback, Case, Staff
from hotline.steps.ending import end_case
from hotline.steps.moving import Refused, moving
from hotline.steps.storing.book import book


def close(
    case: Case, *, by: Staff | None, at: datetime, note: str = "", seen: int | None = None
) -> Case:
    """End the case; one unsolved or dissatisfied is handled again, or ended with explanation."""
    if not _content(case):
        raise Refused("note", "诉求人表示未解决或不满意：请“重办”；确实不能解决的，请“解释办结”。")
    with moving(case, "close", by=by, at=at, seen=seen) as change:
        end_case(change, "handled")
        change.note = note.strip()
    return case


def _content(case: Case) -> bool:
    tries = [row for row in book().rows_of(case, Callback) if row.reached]
    return not tries or (tries[-1].solved != "no" and tries[-1].handling_rating != "dissatisfied")
