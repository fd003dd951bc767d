"""End the break: free for the next call (结束小休)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Staff
from hotline.records.queries.calls import open_break
from hotline.steps.calling.call_moving import TAKES_CALLS
from hotline.steps.moving import permit
from hotline.steps.storing.book import LostRace, Writing, book


def end_break(*, by: Staff, at: datetime) -> None:
    """End it; ending it again changes nothing."""
    permit(by, TAKES_CALLS)
    known = open_break(by)
    if known is None:
        return
    try:
        book().write(Writing(changes=[(known, {"ended_at": at})]))
    except LostRace:
        return  # ended in another window
