"""What the board shows: a period's cells beside those of the period before at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from hotline.records.models import Case, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.cases import listed
from hotline.records.queries.counting import Window, count_for
from hotline.records.queries.reference import (
    channels,
    departments,
    measures,
    office,
    topics,
    with_words,
)
from hotline.records.scope import everything
from hotline.rules.board import RECEIVED, Board, Group, Words, board_of
from hotline.rules.counting import Counted, Figure
from hotline.rules.district_map import DistrictMap, read_map
from hotline.rules.entries import STATES
from hotline.rules.life import WITH_UNIT, Status
from hotline.rules.measures import in_force
from hotline.rules.periods import Period
from hotline.rules.thresholds import day_begins

DISTRICTS = ("district", "county", "zone")
SOON = timedelta(hours=24)
SHOWN_AT_RISK = 8
SHOWN = 12  # groups of a kind
DAY = timedelta(days=1)


_BY_DAY = """
SELECT day, sum(n), COALESCE(sum(n) FILTER (WHERE state = %s), 0) FROM records_daycell
WHERE day BETWEEN %s AND %s GROUP BY day
"""


@dataclass(frozen=True)
class Shown:
    """A period's board, and the one before as it stood when as much of it was over.

    Of a period that is over both are as of now.
    """

    period: Period
    as_of: datetime
    now: Board
    before: Board
    before_as_of: datetime


@dataclass(frozen=True, slots=True)
class DayCount:
    """What was accepted on one day, and how much of that is closed."""

    day: date
    accepted: int
    closed: int


@everything()
def shown(period: Period, now: datetime) -> Shown:
    """The board of a period as of now, or as of its end where that is over.

    Of each kind of group only the largest are measured, and the period before in all alone.
    """
    words = board_words(period)
    before = period.previous()
    then = _same_time(period, before, now)
    this = _counted(period, _largest(period, words, now), now, live=True)
    that = _counted(before, _only(words), then, live=then >= now)
    return Shown(period, now, this, that, then)


@everything()
def figure_called(period: Period, name: str, now: datetime) -> Figure | None:
    """One number of the board by its name, such as unit.tiexi_district.overdue."""
    what, _, rest = name.partition(".")
    words = _only(board_words(period), what, rest.rpartition(".")[0])
    return _counted(period, words, now, live=True).figure(name)


def _largest(period: Period, words: Words, now: datetime) -> Words:
    """The words with the groups that have the most cases, and all districts."""
    counts = replace(words, measures={RECEIVED: words.measures[RECEIVED]})
    board = _counted(period, counts, now, live=True)
    return replace(
        words,
        channels=_kept(words.channels, board.channels),
        topics=_kept(words.topics, board.topics),
        units=_kept(words.units, board.units),
    )


def _kept(names: Mapping[str, str], ranked: Sequence[Group]) -> dict[str, str]:
    return {group.code: names[group.code] for group in ranked[:SHOWN]}


def _only(words: Words, what: str = "", code: str = "") -> Words:
    """The words with one group alone, or none."""

    def one(names: Mapping[str, str], kind: str) -> dict[str, str]:
        return {code: names[code]} if kind == what and code in names else {}

    return replace(
        words,
        channels=one(words.channels, "channel"),
        topics=one(words.topics, "topic"),
        units=one(words.units, "unit"),
        districts=one(words.districts, "unit"),
    )


def _counted(period: Period, words: Words, as_of: datetime, *, live: bool) -> Board:
    def ask(counted: Counted) -> Board:
        return board_of(counted, words)

    return count_for(ask, window_of(period), as_of, live=live)


def window_of(period: Period) -> Window:
    """The days that are counted."""
    return Window(period.starts_on, period.ends_on)


def _same_time(period: Period, before: Period, now: datetime) -> datetime:
    """The moment at which as much of the period before was over; now where this one is over too."""
    begun, over = day_begins(period.starts_on), day_begins(period.ends_on + DAY)
    if now >= over:
        return now
    return min(day_begins(before.starts_on) + (now - begun), begun)


def board_words(period: Period) -> Words:
    """What the board groups by: channels, topics of the first level, top units, the districts."""
    tops = {row.code: row.name for row in departments().values() if row.parent_id is None}
    mapped = [row.unit for row in city_map().districts]
    districts = mapped or [
        row.code for row in departments().values() if row.parent_id is None and _is_district(row)
    ]
    return Words(
        channels={code: row.name for code, row in channels().items()},
        topics={row.code: row.name for row in topics().values() if len(row.path) == 1},
        units=tops,
        districts={code: tops[code] for code in districts if code in tops},
        measures=in_force(measures(), period.starts_on),
        days=period.days,
    )


def _is_district(unit: Any) -> bool:
    return unit.kind in DISTRICTS


def city_map() -> DistrictMap:
    """The city's map; one without districts where it has none."""
    return read_map(office().rules.get("district_map", {}))


@everything()
def by_day(period: Period) -> list[DayCount]:
    """What was accepted on each day of the period, and how much of it is closed by now."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_DAY, [STATES.index("closed"), period.starts_on, period.ends_on])
        found = {day: (accepted, closed) for day, accepted, closed in cursor}
    every = (period.starts_on + number * DAY for number in range(period.days))
    return [DayCount(day, *found.get(day, (0, 0))) for day in every]


def at_risk(staff: Staff, now: datetime) -> QuerySet[Case]:
    """Open cases of units whose deadline comes within a day, the nearest first."""
    held = sorted(WITH_UNIT - {Status.AWAITING_CITIZEN})
    found = cases_for(staff).filter(status__in=held, due_at__gte=now, due_at__lt=now + SOON)
    return found.order_by("due_at", "pk")


def risky(staff: Staff, now: datetime) -> list[Case]:
    """The first of them, with the words of the city."""
    return list(map(with_words, listed(at_risk(staff, now))[:SHOWN_AT_RISK]))
