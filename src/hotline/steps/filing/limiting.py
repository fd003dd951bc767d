"""How often something may be done from one address: counted by a keyed digest, for a day."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import HeldPicture, PhoneCode, VisitMark
from hotline.records.sealing import keyed_digest
from hotline.rules.visiting import MARKS_KEPT, PICTURES_HELD, VISIT_LIMITS
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

BUSY = "您所在的网络提交得太频繁。请过一会儿再试；急事请直接拨打 12345。"


class TooMany(Refused):
    """The address did this too often lately."""


def count_visit(act: str, address: str | None, *, at: datetime) -> None:
    """Note one act from an address; raises TooMany where its limit is reached.

    Two at the same moment may both be the last: the limit stops floods and need not be exact.
    """
    limit = VISIT_LIMITS[act]
    mark = keyed_digest(f"visit\x1f{address or ''}")
    lately = VisitMark.objects.filter(mark=mark, act=act, at__gt=at - limit.within)
    if lately[: limit.most].count() >= limit.most:
        raise TooMany("visit", BUSY)
    book().write(Writing(rows=[VisitMark(id=new_id(), act=act, mark=mark, at=at)]))


def forget_visits(*, at: datetime) -> int:
    """Drop what is kept for a short while only: marks, pictures that nobody sent, old codes."""
    dropped = VisitMark.objects.filter(at__lt=at - MARKS_KEPT).delete()[0]
    dropped += HeldPicture.objects.filter(held_at__lt=at - PICTURES_HELD).delete()[0]
    return dropped + PhoneCode.objects.filter(until__lt=at - MARKS_KEPT).delete()[0]
