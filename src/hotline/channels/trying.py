"""Try a road without fetching or sending: what is still missing, and whether the other side
answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.channels.adapters import ADAPTERS
from hotline.channels.shape import Tries
from hotline.records.models import Road
from hotline.records.queries.roads import secrets_of
from hotline.rules.roads import NotTaken, RoadDown

CANNOT = "这种线路没有单独的试连；打开后从“最近应答”可以看出是否通。"


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether the other side answers, and what it said or what is wrong."""

    answers: bool
    said: str


def missing(road: Road) -> list[str]:
    """The labels of the settings that its adapter needs and nobody has filled in."""
    adapter = ADAPTERS.get(road.adapter)
    if adapter is None:
        return [f"本程序没有“{road.adapter}”这种线路"]
    secrets = secrets_of(road)
    return [
        each.label
        for each in adapter.settings
        if each.required and not (secrets if each.secret else road.settings).get(each.name)
    ]


def try_road(road: Road, *, at: datetime) -> Tried:
    """Ask the other side whether it is there."""
    lacking = missing(road)
    if lacking:
        return Tried(False, f"还没有填写：{'、'.join(lacking)}。")
    adapter = ADAPTERS[road.adapter]
    if not isinstance(adapter, Tries):
        return Tried(not adapter.fetches and not adapter.sends, CANNOT)
    try:
        return Tried(True, adapter.try_connection(road, at=at))
    except (RoadDown, NotTaken) as problem:
        return Tried(False, str(problem))
