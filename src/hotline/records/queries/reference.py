"""The city's reference data as the rules want it, kept for a few seconds per process.

Reference data changes rarely and is read by every step; a change is seen everywhere within
`FRESH_SECONDS`. `forget()` drops what is kept (tests, and the loader of a city).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from datetime import time as clock
from typing import Any, TypeVar

import chinese_calendar  # type: ignore[import-untyped]

from hotline.records.models import (
    BulletinLine,
    CalendarDay,
    Campaign,
    Channel,
    Department,
    Kind,
    Office,
    TimeLimit,
    Topic,
)
from hotline.rules.deadlines import Limit
from hotline.rules.warnings import WarningRow
from hotline.rules.workdays import WorkCalendar

FRESH_SECONDS = 10.0
T = TypeVar("T")
_kept: dict[str, tuple[float, Any]] = {}


def forget() -> None:
    """Drop everything kept, so that the next question reads anew."""
    _kept.clear()


def _fresh(read: Callable[[], T]) -> Callable[[], T]:
    def reader() -> T:
        held = _kept.get(read.__name__)
        if held is None or held[0] < time.monotonic():
            held = (time.monotonic() + FRESH_SECONDS, read())
            _kept[read.__name__] = held
        value: T = held[1]
        return value

    return reader


@_fresh
def office() -> Office:
    """The office of this installation; raises Office.DoesNotExist before a city is loaded."""
    return Office.objects.get()


@_fresh
def limits() -> tuple[Limit, ...]:
    """All time limits as rules see them."""
    rows = TimeLimit.objects.select_related("kind", "channel")
    return tuple(
        Limit(
            clock=row.clock,
            amount=row.amount,
            unit=row.unit,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            kind=row.kind.code if row.kind else "",
            urgency=row.urgency,
            channel=row.channel.code if row.channel else "",
            basis=row.basis,
        )
        for row in rows
    )


@_fresh
def warnings() -> tuple[WarningRow, ...]:
    """What the office's clocks give and when; empty for an office that says nothing of it."""
    return tuple(WarningRow(**row) for row in office().rules.get("warnings", ()))


@_fresh
def calendar() -> WorkCalendar:
    """The work calendar: published days, the office's overrides, the office's hours."""
    days = _published_days()
    days.update(CalendarDay.objects.values_list("day", "is_workday"))
    hours = tuple((clock.fromisoformat(a), clock.fromisoformat(b)) for a, b in office().hours)
    return WorkCalendar(days, hours, frozenset(day.year for day in _published_days()))


def _published_days() -> dict[date, bool]:
    """Days that differ from Monday to Friday, and one marker day per published year."""
    years = {day.year for day in chinese_calendar.holidays}
    days = {date(year, 1, 1): False for year in years}
    days.update(dict.fromkeys(chinese_calendar.holidays, False))
    days.update(dict.fromkeys(chinese_calendar.workdays, True))
    return days


@_fresh
def channels() -> dict[str, Channel]:
    """Every channel by code."""
    return {row.code: row for row in Channel.objects.all()}


@_fresh
def kinds() -> dict[str, Kind]:
    """Every kind by code."""
    return {row.code: row for row in Kind.objects.all()}


@_fresh
def topics() -> dict[int, Topic]:
    """Every topic of every tree by its identity."""
    return {row.pk: row for row in Topic.objects.select_related("tree")}


@_fresh
def campaigns() -> dict[str, Campaign]:
    """Every campaign by code."""
    return {row.code: row for row in Campaign.objects.all()}


@_fresh
def departments() -> dict[int, Department]:
    """Every unit by its identity."""
    return {row.pk: row for row in Department.objects.all()}


@_fresh
def bulletin_lines() -> dict[str, BulletinLine]:
    """Every line of the bulletin by code."""
    return {row.code: row for row in BulletinLine.objects.select_related("campaign")}


def covers(unit: Department | None, other: Department) -> bool:
    """Whether `other` is `unit` or below it in the tree."""
    by_id = departments()
    at: Department | None = other
    while at is not None:
        if unit is not None and at.pk == unit.pk:
            return True
        at = by_id.get(at.parent_id) if at.parent_id else None
    return False


def below(unit: Department) -> frozenset[int]:
    """The identities of `unit` and of all units below it."""
    return frozenset(pk for pk, other in departments().items() if covers(unit, other))
