"""What many say about the same: cases as they arrive, and the reading of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hotline.records.models import Case, HotIssue
from hotline.rules.arrivals import Arrival
from hotline.steps.intake import Facts, take_in
from hotline.steps.reading.read_arrivals import read_on
from tests.factories import City
from tests.steps.cases import BEGIN

# The same trouble in wordings of five people.
WATER = (
    ("停水两天", "示例花园停水两天了，物业说是主管道爆裂，居民没法做饭。"),
    ("小区自来水停了", "我家住示例花园，自来水停了没有通知，主管道爆裂在路口冒水。"),
    ("停水无人修", "示例花园三号楼停水，水管爆裂，打物业没人管。"),
    ("主管道爆裂停水", "示例花园门前主管道爆裂，全小区停水。"),
    ("什么时候来水", "示例花园已经停水，说是管道爆裂，请问什么时候恢复供水。"),
    ("停水影响开店", "在示例花园开饭店，停水不能营业，管道爆裂三天了。"),
)
PLACE = "示例花园小区"


def told(city: City, number: int, at: datetime = BEGIN, **facts: Any) -> Case:
    """One call: who rings, what about, where and when; by default another caller with other words
    about the water."""
    title, text = facts.pop("said", WATER[number % len(WATER)])
    arrival = Arrival(
        "telephone",
        f"call-{number}-{at:%d%H%M}",
        text,
        at,
        title=title,
        sender_phone=facts.pop("phone", f"154000000{number:02d}"),
        place=facts.pop("place", PLACE),
    )
    known = Facts(kind=city.kinds["help"], topic=city.topics[facts.pop("topic", "010216")])
    return take_in(arrival, known, channel=city.channels["telephone"], by=None, at=at).case


def read(at: datetime) -> int:
    """Let the engine read what has arrived."""
    return read_on("issues", at=at + timedelta(seconds=10))


def many(city: City, number: int, at: datetime = BEGIN, **facts: Any) -> list[Case]:
    """So many calls of different people, a minute apart."""
    return [told(city, n, at + timedelta(minutes=n), **dict(facts)) for n in range(number)]


def issue() -> HotIssue:
    """The one issue that is a group."""
    return HotIssue.objects.get(size__gt=1, merged_into=None)
