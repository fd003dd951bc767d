"""When things happen in a sample month: arrivals by day and hour, and work in office hours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from hotline.rules.workdays import CHINA, ONE_DAY, WorkCalendar
from hotline.steps.setup.sample.plans import Fate

MINUTE = timedelta(minutes=1)
# Calls by the hour of the day, from midnight.
HOURS = (4, 2, 2, 1, 2, 5, 14, 34, 78, 92, 88, 66, 48, 58, 74, 78, 70, 58, 44, 38, 32, 24, 14, 8)
LAST_MINUTE_OF_THE_DAY = 40  # what comes later than 23:40 could be accepted after midnight
WEEKEND = 5
RESTLESS = (0.75, 1.3)
OPEN_DAYS = 6
LATE_PART = 0.45
FITS = 0.97


class OfficeClock:
    """Working time as one line of minutes, so that adding to it is a plain sum."""

    def __init__(self, calendar: WorkCalendar, first: date, last: date) -> None:
        self._opens: list[datetime] = []
        self._closes: list[datetime] = []
        self._before: list[float] = []
        total, day = 0.0, first
        while day <= last:
            for opens, closes in calendar.hours if calendar.is_workday(day) else ():
                self._opens.append(datetime.combine(day, opens, CHINA))
                self._closes.append(datetime.combine(day, closes, CHINA))
                self._before.append(total)
                total += (self._closes[-1] - self._opens[-1]) / MINUTE
            day += ONE_DAY

    def minutes(self, moment: datetime) -> float:
        """Working minutes from the clock's first day until `moment`."""
        at = bisect_right(self._opens, moment) - 1
        if at < 0:
            return 0.0
        return self._before[at] + (min(moment, self._closes[at]) - self._opens[at]) / MINUTE

    def moment(self, minutes: float) -> datetime:
        """The moment after so many working minutes, in whole seconds."""
        at = bisect_right(self._before, minutes) - 1
        seconds = round((minutes - self._before[at]) * 60)
        return self._opens[at] + timedelta(seconds=seconds)

    def later(self, start: datetime, minutes: float) -> datetime:
        """`minutes` of working time after `start`."""
        return self.moment(self.minutes(start) + minutes)

    def spread(self, start: datetime, end: datetime, efforts: Sequence[float]) -> list[datetime]:
        """Moments after each effort (working minutes), one after the other, all before `end`.

        Where office hours do not suffice, the work was done outside of them: the moments are
        spread over the whole time in the same proportions.
        """
        at, moments = self.minutes(start), []
        for effort in efforts:
            at += effort
            moments.append(self.moment(at))
        if moments[-1] < end:
            return moments
        whole, length, done = sum(efforts), (end - start).total_seconds(), 0.0
        for place, effort in enumerate(efforts):
            done += effort
            moments[place] = start + timedelta(seconds=int(length * FITS * done / whole))
        return moments


class Arrivals:
    """Draws moments of arrival within a block's days."""

    def __init__(self, first: date, last: date, rng: Random) -> None:
        self._rng = rng
        self._days = [first + ONE_DAY * day for day in range((last - first).days + 1)]
        self._weights = [
            rng.uniform(*RESTLESS) * (0.8 if day.weekday() >= WEEKEND else 1) for day in self._days
        ]

    def draw(self, fate: Fate = Fate.ANSWERED) -> datetime:
        """An arrival early enough for a late reply, or late enough to be open still."""
        days = self._days_for(fate)
        weights = self._weights[days]
        day = self._rng.choices(self._days[days], weights)[0]
        hour = self._rng.choices(range(24), HOURS)[0]
        minute = self._rng.randrange(LAST_MINUTE_OF_THE_DAY if hour == 23 else 60)  # noqa: PLR2004
        return datetime.combine(day, time(hour, minute, self._rng.randrange(60)), CHINA)

    def _days_for(self, fate: Fate) -> slice:
        if fate is Fate.LATE:
            return slice(0, max(1, int(len(self._days) * LATE_PART)))
        if fate in (Fate.WAITING, Fate.UNFINISHED):
            return slice(-OPEN_DAYS, None)
        return slice(None)
