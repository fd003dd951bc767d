"""Take down: a person copies a matter from a board that has no interface (照录平台来件).

The answer is owed there.
"""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Channel, Contact, Road, Staff
from hotline.rules.arrivals import Arrival
from hotline.steps.intake import Facts, TakenIn, take_in
from hotline.steps.moving import Refused
from hotline.steps.quarantine import channel_of


def take_down(
    arrival: Arrival,
    facts: Facts,
    road: Road,
    *,
    by: Staff | None,
    at: datetime,
    channel: Channel | None = None,
) -> TakenIn:
    """Register a matter that came by `road`; on its board's channel where the city has one.

    A number that this road has brought before is refused with the case that it made.
    """
    if road.channel is None:
        raise Refused("road", "这条线路没有对应的来件渠道，请先由系统管理员设置。")
    number = arrival.external_number.strip()
    known = Contact.objects.filter(road=road, external_number=number).exclude(key=arrival.key)
    before = known.select_related("case").first() if number else None
    if before is not None:
        case = before.case.number if before.case is not None else "（未登记）"
        raise Refused("external_number", f"编号“{number}”已经登记过，见工单 {case}。")
    counted = channel or channel_of(road.channel, arrival)
    return take_in(arrival, facts, channel=counted, by=by, at=at, road=road)
