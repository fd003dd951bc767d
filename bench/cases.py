"""Invented cases for measurements, and the steps of a case's path in their order."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.texts import Matter
from hotline.records.models import Case, Channel, Department, Kind, Topic
from hotline.rules.arrivals import Arrival
from hotline.steps.accept import accept
from hotline.steps.call_back import call_back
from hotline.steps.close import close
from hotline.steps.dispatch import dispatch
from hotline.steps.intake import Facts, take_in
from hotline.steps.reply import reply
from hotline.steps.review import review
from hotline.steps.sign import sign
from hotline.steps.storing.book import writing_in
from hotline.steps.storing.bulk import BulkBook

TEXT = "小区北门外的路灯连续三晚没有亮，老人孩子出行不便，夜里曾有人绊倒，请尽快派人检查修理。"
MINUTE = timedelta(minutes=1)
Step = Callable[[Case, datetime], object]
_serial = itertools.count(1)


@dataclass(frozen=True)
class Surroundings:
    """The city's rows that the cases stand in."""

    channels: list[Channel]
    kinds: list[Kind]
    topics: list[Topic]
    units: list[Department]

    @classmethod
    def read(cls) -> Surroundings:
        """All that can be chosen from."""
        return cls(
            list(Channel.objects.all()),
            list(Kind.objects.all()),
            list(Topic.objects.filter(topic=None)[:200]),
            list(Department.objects.filter(kind__in=("district", "county"))),
        )


def taken_in(city: Surroundings, at: datetime, told: Matter | None = None) -> Case:
    """A case just registered, by phone, with a sender of its own; of one wording, or as told."""
    number = next(_serial)
    told = told or Matter(f"路灯不亮问题 {number}", "青禾路", f"{TEXT}（{number}）")
    channel = city.channels[0]
    arrival = Arrival(
        channel=channel.code,
        key=f"bench-{number}",
        text=told.text,
        arrived_at=at,
        title=told.title,
        sender_name="艾思远",
        sender_phone=f"1{number:010d}",
        place=told.place,
    )
    kind, topic = city.kinds[number % len(city.kinds)], city.topics[number % len(city.topics)]
    facts = Facts(kind=kind, topic=topic, form_of_address="女士", accept=False)
    return take_in(arrival, facts, channel=channel, by=None, at=at).case


def path_of(city: Surroundings) -> dict[str, Step]:
    """The steps of a case that goes the straight way, by their verbs."""
    unit = city.units[next(_serial) % len(city.units)]
    return {
        "accept": lambda case, at: accept(case, by=None, at=at),
        "dispatch": lambda case, at: dispatch(case, to=unit, by=None, at=at),
        "sign": lambda case, at: sign(case, by=None, at=at),
        "reply": lambda case, at: reply(
            case, handling="已修理。", answer="路灯已修好。", solved=True, by=None, at=at
        ),
        "review": lambda case, at: review(case, by=None, at=at),
        "call_back": lambda case, at: call_back(
            case,
            reached=True,
            solved="yes",
            handling_rating="satisfied",
            service_rating="satisfied",
            by=None,
            at=at,
        ),
        "close": lambda case, at: close(case, by=None, at=at),
    }


def some_time_ago(minutes: int) -> datetime:
    """A moment before now."""
    return datetime.now(UTC) - minutes * MINUTE


def play(
    number: int,
    steps_of: Callable[[int], int],
    told: Callable[[], Matter | None] = lambda: None,
) -> None:
    """So many cases, twenty minutes apart, each taken as many steps along the path as is told."""
    city, book = Surroundings.read(), BulkBook()
    with writing_in(book):
        for each in range(number):
            at = some_time_ago(20 * (number - each))
            case = taken_in(city, at, told())
            for step in list(path_of(city).values())[: steps_of(each)]:
                at += MINUTE
                step(case, at)
    book.store()
