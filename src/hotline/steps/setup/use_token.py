"""Use a token: when a program last called is kept, so that a forgotten token can be found."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.records.models import ApiToken
from hotline.steps.storing.book import LostRace, Writing, book

EXACT_TO = timedelta(minutes=1)


def use_token(token: ApiToken, *, at: datetime) -> None:
    """Note the use, at most once a minute: a busy program must not make every read a write."""
    if token.last_used_at is not None and at - token.last_used_at < EXACT_TO:
        return
    try:
        book().write(Writing(changes=[(token, {"last_used_at": at})]))
    except LostRace:
        return  # a request beside this one has just noted it
