"""Note a try: nothing that strangers can ask for may be asked without end.

The try is noted before the question is answered, so that many at the same moment are no more than
one after the other; one that was right is taken back from the count. The marks tell nothing
(keyed digests) and are dropped after a day with those of filing.
"""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import VisitMark
from hotline.records.sealing import keyed_digest
from hotline.rules.following import Limit
from hotline.steps.storing.book import Writing, book


class TooMany(Exception):
    """It was tried too often; the text says in Chinese when to come again."""

    def __init__(self, limit: Limit) -> None:
        hours = max(round(limit.within.total_seconds() / 3600), 1)
        super().__init__(f"尝试次数过多，请过 {hours} 小时再试，或拨打 12345。")


def note_try(act: str, what: str, limit: Limit, *, at: datetime) -> VisitMark:
    """Count one more try of `what`; raises TooMany past the limit, noted all the same."""
    row = VisitMark(id=new_id(), act=act, mark=keyed_digest(f"try\x1f{act}\x1f{what}"), at=at)
    book().write(Writing(rows=[row]))
    tries = VisitMark.objects.filter(mark=row.mark, act=act, at__gt=at - limit.within)
    if tries[: limit.most + 1].count() > limit.most:
        raise TooMany(limit)
    return row


def was_right(*tried: VisitMark) -> None:
    """Take tries that turned out right from the count."""
    VisitMark.objects.filter(pk__in=[row.pk for row in tried]).delete()
