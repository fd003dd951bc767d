"""Note a try: nothing that strangers can ask for may be asked without end.

The try is noted before the question is answered, so that many at the same moment are no more than
one after the other; one that was right is taken back from the count.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.records.models import PortalTry
from hotline.records.sealing import keyed_digest
from hotline.rules.following import Limit
from hotline.steps.storing.book import Writing, book

KEPT = timedelta(days=2)


class TooMany(Exception):
    """It was tried too often; the text says in Chinese when to come again."""

    def __init__(self, limit: Limit) -> None:
        hours = max(round(limit.within.total_seconds() / 3600), 1)
        super().__init__(f"尝试次数过多，请过 {hours} 小时再试，或拨打 12345。")


def note_try(what: str, limit: Limit, *, at: datetime) -> PortalTry:
    """Count one more try of `what`; raises TooMany past the limit, noted all the same."""
    row = PortalTry(what=keyed_digest(f"try {what}"), at=at)
    book().write(Writing(rows=[row]))
    since = at - limit.within
    tries = PortalTry.objects.filter(what=row.what, at__gt=since, wrong=True)[: limit.most + 1]
    if len(tries) > limit.most:
        raise TooMany(limit)
    return row


def was_right(tried: PortalTry) -> None:
    """Take a try that turned out right from the count."""
    book().write(Writing(changes=[(tried, {"wrong": False})]))


def forget_tries(*, at: datetime) -> int:
    """Delete what no limit asks for any more; says how many."""
    return PortalTry.objects.filter(at__lt=at - KEPT).delete()[0]
