"""An independent count of working time: every working minute of the years in one long list."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from functools import cache

import chinese_calendar
from hypothesis import strategies as st

from hotline.rules.workdays import CHINA, WorkCalendar

HOURS = ((time(8, 30), time(11, 30)), (time(13, 30), time(17)))
FIRST, LAST = date(2019, 1, 1), date(2027, 12, 31)
LAST_PUBLISHED = 2026
START = datetime(2019, 1, 1, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)
MICROSECOND = timedelta(microseconds=1)
END_OF_MOMENTS = datetime(2026, 11, 1, tzinfo=CHINA)
# Minutes of the day at which work is done, written as numbers and not as the calendar's hours.
AT_WORK = [*range(8 * 60 + 30, 11 * 60 + 30), *range(13 * 60 + 30, 17 * 60)]


def calendar(*, closed: tuple[date, ...] = ()) -> WorkCalendar:
    """The published calendar with the office's usual hours; `closed` are further days off."""
    days = dict.fromkeys(chinese_calendar.holidays, False)
    days |= dict.fromkeys(chinese_calendar.workdays, True)
    days |= dict.fromkeys(closed, False)
    years = frozenset(day.year for day in chinese_calendar.holidays)
    return WorkCalendar(days, HOURS, years)


def is_worked(day: date) -> bool:
    """Whether a day is worked, asked of the library that keeps the yearly notices."""
    if day.year > LAST_PUBLISHED:
        return day.isoweekday() < 6
    return bool(chinese_calendar.is_workday(day))


@cache
def every_day() -> list[date]:
    """All days of the years."""
    return [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


@cache
def worked_days() -> list[date]:
    """All worked days of the years."""
    return [day for day in every_day() if is_worked(day)]


@cache
def worked_minutes() -> list[int]:
    """All worked minutes of the years, counted from the first midnight."""
    return [(day - FIRST).days * 24 * 60 + minute for day in worked_days() for minute in AT_WORK]


def nth_worked_day(after: date, amount: int) -> date:
    """The `amount`-th worked day after a day."""
    return worked_days()[bisect_left(worked_days(), after + timedelta(days=1)) + amount - 1]


def after_worked_minutes(moment: datetime, amount: int) -> datetime:
    """The moment at which `amount` further worked minutes (at least one) are over."""
    begun = (moment - START) // MINUTE
    last = worked_minutes()[bisect_left(worked_minutes(), begun) + amount - 1]
    return START + (last + 1) * MINUTE


def worked_seconds(start: datetime, end: datetime) -> float:
    """How many seconds between two moments were worked, day by day and opening by opening."""
    total = 0.0
    day = start.astimezone(CHINA).date()
    while day <= end.astimezone(CHINA).date():
        if is_worked(day):
            for opens, closes in HOURS:
                begin = max(start, datetime.combine(day, opens, CHINA))
                until = min(end, datetime.combine(day, closes, CHINA))
                total += max((until - begin).total_seconds(), 0)
        day += timedelta(days=1)
    return total


def moments() -> st.SearchStrategy[datetime]:
    """Any moment of the published years, early enough that a limit ends in them as well."""
    count = (END_OF_MOMENTS - START) // MICROSECOND
    return st.integers(0, count).map(lambda number: START + number * MICROSECOND)
