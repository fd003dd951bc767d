"""Close: the citizen has been asked; the matter is done (办结)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Callback, Case, Staff
from hotline.steps.moving import Refused, moving
from hotline.steps.storing.book import book


def close(
    case: Case, *, by: Staff | None, at: datetime, note: str = "", seen: int | None = None
) -> Case:
    """End the case; unsolved or dissatisfied ones need the explanation given to the citizen."""
    if not note.strip() and not _content(case):
        raise Refused("note", "诉求人表示未解决或不满意：请填写向诉求人解释的情况，或改为“重办”。")
    with moving(case, "close", by=by, at=at, seen=seen) as change:
        change.set(closed_at=at)
        change.note = note.strip()
    return case


def _content(case: Case) -> bool:
    tries = [row for row in book().rows_of(case, Callback) if row.reached]
    return not tries or (tries[-1].solved != "no" and tries[-1].handling_rating != "dissatisfied")
