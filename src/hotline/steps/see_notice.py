"""See a notice: somebody for whom it is meant has read it (已阅)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Notice, Staff
from hotline.steps.storing.book import LostRace, Writing, book


def see_notice(notice: Notice, *, by: Staff, at: datetime) -> Notice:
    """Keep who read it first and when; reading it again changes nothing."""
    if notice.seen_at is not None:
        return notice
    try:
        book().write(Writing(changes=[(notice, {"seen_at": at, "seen_by": by})]))
    except LostRace:
        notice.refresh_from_db()  # a colleague of the same unit read it just now
    return notice
