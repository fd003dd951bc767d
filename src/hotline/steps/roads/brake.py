"""The brake: a sender from whom more comes in an hour than a person writes is held, not obeyed.

Two programs that answer each other would otherwise fill the office's lists overnight.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.records.models import Inbound, Road
from hotline.rules.arrivals import Unreadable
from hotline.rules.roads import Incoming

SENDER = "sender"
HOUR = timedelta(hours=1)
MOST_AN_HOUR = 10


def too_many(road: Road, incoming: Incoming, at: datetime) -> Unreadable | None:
    """Why this one is held, where its sender has sent too much within the hour."""
    if not incoming.sender:
        return None
    given = str(road.settings.get("most_an_hour", ""))
    most = int(given) if given.isdecimal() else MOST_AN_HOUR
    recent = Inbound.objects.filter(road=road, received_at__gt=at - HOUR)
    if recent.filter(**{f"facts__{SENDER}": incoming.sender}).count() < most:
        return None
    return Unreadable(
        "too_many",
        "",
        f"同一发信人一小时内来了 {most} 件以上，可能是自动往返；请核对后放行或作废。",
    )
