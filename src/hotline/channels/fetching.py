"""Fetch what has come on the roads that have to be asked, and take it in."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import partial

import structlog

from hotline.channels.adapters import ADAPTERS, adapter_of
from hotline.records.models import Road
from hotline.records.scope import everything
from hotline.rules.roads import RoadDown
from hotline.steps.roads.hear import hear
from hotline.steps.roads.noting import note_down, note_heard

log = structlog.get_logger("hotline.channels")


@everything()
def fetch_all(*, at: datetime) -> Counter[str]:
    """Ask every road that is on; one that is down keeps no other from being asked."""
    outcomes: Counter[str] = Counter()
    words = [word for word, adapter in ADAPTERS.items() if adapter.fetches]
    for road in Road.objects.filter(is_on=True, adapter__in=words).select_related("channel"):
        try:
            outcomes += fetch(road, at=at)
        except Exception as broken:  # an adapter's mistake must not silence the other roads
            log.error("fetch_failed", road=road.code, error=type(broken).__name__)
            note_down(road, "程序收取时出错，请告知维护人员。", at=at)
            outcomes["failed"] += 1
    return outcomes


def fetch(road: Road, *, at: datetime) -> Counter[str]:
    """Take in what is new on one road; the mark moves on only with what is kept."""
    outcomes: Counter[str] = Counter()
    adapter = adapter_of(road)
    try:
        for original in adapter.fetch(road, at=at):
            read = partial(original.read_by, partial(adapter.read, road))
            heard = hear(road, original.raw, read, at=at, key=original.key)
            outcomes[heard.inbound.state if heard.is_new else "repeated"] += 1
            note_heard(road, original.mark, at=at)
    except RoadDown as down:
        log.warning("road_down", road=road.code, reason=str(down))
        note_down(road, str(down), at=at)
        outcomes["down"] += 1
    else:
        note_heard(road, {}, at=at)
    return outcomes
