"""Close: the citizen has been asked; the matter is done (办结)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Callback, Case, Staff
from hotline.rules.life import Ending
from hotline.steps.ending import end_case
from hotline.steps.moving import Refused, moving
from hotline.steps.storing.book import book

UNCONTENT = "诉求人表示未解决或不满意：请“重办”；确实不能解决的，请“解释办结”。"


def close(
    case: Case, *, by: Staff | None, at: datetime, note: str = "", seen: int | None = None
) -> Case:
    """End the case; one unsolved or dissatisfied is handled again, or ended with explanation."""
    with moving(case, "close", by=by, at=at, seen=seen) as change:
        if not _content(case):
            raise Refused("note", UNCONTENT)
        end_case(change, Ending.HANDLED)
        change.note = note.strip()
    return case


def _content(case: Case) -> bool:
    """What the citizen said of this round; who was not reached said nothing against it."""
    last: Callback = list(book().rows_of(case, Callback))[-1]
    return last.solved != "no" and last.handling_rating != "dissatisfied"
