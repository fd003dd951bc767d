"""From when on the supervisor's desk tells of something: the city's own numbers, or the usual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from hotline.rules.workdays import CHINA, ONE_DAY, WorkCalendar

BACK_AT_MOST = 400


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers, all above nothing; `*_per_cent` are of a hundred.

    `*_least` is how many pieces make a finding: fewer are chance.
    """

    days: int = 30
    idle_days: int = 3
    soon_hours: int = 24
    office_days: int = 1
    extensions: int = 2
    returns: int = 2
    repeats: int = 2
    other_number_least: int = 3
    clone_least: int = 3
    clone_characters: int = 20
    clone_per_cent: int = 85
    relabel_least: int = 1
    last_minutes: int = 30
    last_least: int = 5
    last_times: int = 3
    hasty_minutes: int = 10
    hasty_least: int = 3
    unreached_least: int = 1
    alike_least: int = 20
    alike_per_cent: int = 98


USUAL = Thresholds()


def workdays_before(calendar: WorkCalendar, at: datetime, days: int) -> datetime:
    """The same time of day, `days` working days earlier."""
    here = at.astimezone(CHINA)
    day = here.date()
    for _ in range(BACK_AT_MOST):
        if days <= 0:
            break
        day -= ONE_DAY
        days -= calendar.is_workday(day)
    return datetime.combine(day, here.timetz())


def day_begins(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time.min, CHINA)


def day_of(at: datetime) -> date:
    """The day that the clocks of China show."""
    return at.astimezone(CHINA).date()
