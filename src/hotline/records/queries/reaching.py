"""Whom a notice reaches outside the screens, and what was sent to a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from hotline.records.models import Notice, Outgoing, Reach, Staff
from hotline.records.queries.notices import audience_of, unread_for
from hotline.rules.hearing import Listener
from hotline.rules.reaching import HOUR, WAYS

SHOWN = 10


def reach_of(staff: Staff) -> Reach:
    """Where this person is reached; nowhere yet for one who never said."""
    return Reach.objects.filter(staff=staff).first() or Reach(staff=staff)


def reached_by(notice: Notice) -> Iterator[tuple[Reach, str]]:
    """Each person and way that this notice is to be told by: chosen, verified, and the person may
    see the case and has not read it."""
    audience = audience_of(notice)
    rows = Reach.objects.filter(choices__has_key=notice.act, staff__is_active=True)
    for reach in rows.select_related("staff").prefetch_related("staff__roles"):
        staff = reach.staff
        if not Listener(staff.pk, staff.permits, staff.department_id).is_meant(audience):
            continue
        ways = [way for way in WAYS if way in reach.choices[notice.act] and reach.is_verified(way)]
        if ways and unread_for(staff).filter(pk=notice.pk).exists():
            yield from ((reach, way) for way in ways)


def sent_lately(staff: Staff, way: str, at: datetime) -> list[datetime]:
    """The moments of the last hour at which this person was sent a message, the oldest first."""
    rows = Outgoing.objects.filter(staff=staff, way=way, outcome="sent", settled_at__gt=at - HOUR)
    return sorted(set(rows.values_list("settled_at", flat=True)))


def outgoing_to(staff: Staff) -> Sequence[Outgoing]:
    """The latest messages of a person, the newest first."""
    rows = Outgoing.objects.filter(staff=staff).select_related("notice__case", "notice__clock")
    return rows.order_by("-made_at", "-pk")[:SHOWN]
