"""The work calendar: which days and hours count, and how to add working time to a moment.

A `WorkCalendar` is built from published days (the State Council's yearly notice with its make-up
working weekends 调休, and the office's own overrides) and the office's hours. A year without a
published notice falls back on Monday to Friday and is named in `Span.unconfirmed`, never hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from hotline.rules.pauses import Pauses

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
ONE_DAY = timedelta(days=1)
FRIDAY = 4
NEVER = Pauses()


@dataclass(frozen=True, slots=True)
class Span:
    """Where counting working time led, and over what.

    `skipped` are the days that are not worked, `paused` the worked ones that a pause took whole,
    `unconfirmed` the years without a published calendar.
    """

    end: datetime
    skipped: tuple[date, ...] = ()
    unconfirmed: tuple[int, ...] = ()
    paused: tuple[date, ...] = ()


@dataclass(frozen=True)
class WorkCalendar:
    """Working days and office hours. `days` overrides Monday to Friday; `hours` are half-open."""

    days: Mapping[date, bool]
    hours: Sequence[tuple[time, time]]
    published: frozenset[int]
    _memory: dict[tuple[date, int], Span] = field(default_factory=dict, compare=False)

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked: by the published calendar, else Monday to Friday."""
        known = self.days.get(day)
        return day.weekday() <= FRIDAY if known is None else known

    def add_working_days(self, moment: datetime, amount: int, pauses: Pauses = NEVER) -> Span:
        """The end of the `amount`-th working day after the day of `moment`.

        The day itself does not count (民法典 art. 201); the limit ends with the office's last
        hour of the last day (art. 203). Nothing can be due in no working days, so a deadline never
        lies before its start. Raises ValueError for an amount below one.
        """
        if amount < 1:
            raise ValueError("amount must be at least one working day")
        day = china(moment).date()
        if pauses.spans:
            return self._count_days(day, amount, pauses)
        span = self._memory.get((day, amount))
        if span is None:
            span = self._memory[day, amount] = self._count_days(day, amount, pauses)
        return span

    def add_working_minutes(self, moment: datetime, amount: int, pauses: Pauses = NEVER) -> Span:
        """The moment `amount` office minutes later; waiting outside office hours is free."""
        if amount < 0:
            raise ValueError("amount must not be negative")
        at = china(moment)
        left = timedelta(minutes=amount)
        skipped: list[date] = []
        paused: list[date] = []
        day = at.date()
        while True:
            stretches = self._stretches(day, at, pauses)
            for opens, closes in stretches:
                if left <= closes - opens:
                    return self._span(at.date(), opens + left, skipped, paused)
                left -= closes - opens
            if not self.is_workday(day):
                skipped.append(day)
            elif not stretches and self._stretches(day, at, NEVER):
                paused.append(day)
            day += ONE_DAY

    def _count_days(self, start: date, amount: int, pauses: Pauses) -> Span:
        day, left = start, amount
        skipped: list[date] = []
        paused: list[date] = []
        while left:
            day += ONE_DAY
            if not self.is_workday(day):
                skipped.append(day)
            elif pauses.takes(day):
                paused.append(day)
            else:
                left -= 1
        closing = datetime.combine(day, self.hours[-1][1], CHINA)
        return self._span(start, closing, skipped, paused)

    def _stretches(
        self, day: date, start: datetime, pauses: Pauses
    ) -> list[tuple[datetime, datetime]]:
        """The office hours of a day from `start` on, without the pauses."""
        if not self.is_workday(day):
            return []
        hours = ((datetime.combine(day, a, CHINA), datetime.combine(day, b, CHINA))
                 for a, b in self.hours)  # fmt: skip
        return [
            stretch
            for opens, closes in hours
            for stretch in pauses.left_of(max(opens, start), closes)
        ]

    def _span(
        self, start: date, end: datetime, skipped: Sequence[date], paused: Sequence[date]
    ) -> Span:
        years = range(start.year, end.year + 1)
        unconfirmed = tuple(year for year in years if year not in self.published)
        return Span(end, tuple(skipped), unconfirmed, tuple(paused))


def china(moment: datetime) -> datetime:
    """A moment as the clocks of China show it; raises ValueError where it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is not a moment")
    return moment.astimezone(CHINA)
