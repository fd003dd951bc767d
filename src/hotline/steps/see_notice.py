"""See a notice: somebody for whom it is meant has read it (已阅), or it holds no longer."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Notice, Staff
from hotline.records.queries.notices import audience_of
from hotline.rules.hearing import Word
from hotline.steps.storing.book import LostRace, Writing, book


def see_notice(notice: Notice, *, by: Staff, at: datetime) -> Notice:
    """Keep who read it first and when; reading it again changes nothing."""
    if notice.seen_at is not None:
        return notice
    words: list[Word] = [(audience_of(notice), "notice", {"notice": str(notice.pk)})]
    try:
        book().write(Writing(changes=[(notice, {"seen_at": at, "seen_by": by})], words=words))
    except LostRace:
        notice.refresh_from_db()  # a colleague of the same unit read it just now
    return notice


def let_notices_go(*, at: datetime) -> int:
    """Take the notices of clocks that have stopped from those to be read; says how many.

    Nobody read them. Without this the few that hold would lie under years of those that do not.
    """
    moot = Notice.objects.filter(seen_at=None, clock__stopped_at__isnull=False)
    return moot.update(seen_at=at)
