"""Tell of promises whose day has passed: the unit and the office get a notice, each once."""

from __future__ import annotations

from datetime import datetime, time

from hotline.records.identity import new_id
from hotline.records.models import Notice, Promise
from hotline.records.queries.notices import audience_of
from hotline.records.scope import everything
from hotline.rules.hearing import Word
from hotline.rules.workdays import CHINA, china
from hotline.steps.storing.book import LostRace, Writing, book

ACT = "promise"
MOST_AT_ONCE = 200


@everything()
def tell_promises(*, at: datetime) -> int:
    """Give the notices of what was promised for a day before today (China's); says how many."""
    late = Promise.objects.filter(outcome="", told_at=None, due__lt=china(at).date())
    rows = late.select_related("case").order_by("due", "pk")[:MOST_AT_ONCE]
    return sum(_told(row, at) for row in rows)


def _told(promise: Promise, at: datetime) -> int:
    due_at = datetime.combine(promise.due, time(23, 59), CHINA)
    rows = [
        Notice(
            id=new_id(), case=promise.case, act=ACT, due_at=due_at, at=at, department_id=department
        )
        for department in (promise.unit_id, None)
    ]
    words: list[Word] = [(audience_of(row), "notice", {"notice": str(row.pk)}) for row in rows]
    try:
        book().write(Writing(rows=[*rows], changes=[(promise, {"told_at": at})], words=words))
    except LostRace:
        return 0  # another worker told it just now
    return 1
