"""The work calendar: which days and hours count, and how to add working time to a moment.

A `WorkCalendar` is built from published days (the State Council's yearly notice with its make-up
working weekends 调休, and the office's own overrides) and the office's hours. A year without a
published notice falls back on Monday to Friday and is named in `Span.unconfirmed`, never hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
ONE_DAY = timedelta(days=1)
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Span:
    """Where counting working time led: the end, the days skipped, the years not yet published."""

    end: datetime
    skipped: tuple[date, ...]
    unconfirmed: tuple[int, ...]


@dataclass(frozen=True)
class WorkCalendar:
    """Working days and office hours. `days` overrides Monday to Friday; `hours` are half-open."""

    days: Mapping[date, bool]
    hours: Sequence[tuple[time, time]]
    published: frozenset[int]
    _memory: dict[tuple[str, datetime, int], Span] = field(default_factory=dict, compare=False)

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked: by the published calendar, else Monday to Friday."""
        known = self.days.get(day)
        return day.weekday() <= FRIDAY if known is None else known

    def add_working_days(self, moment: datetime, amount: int) -> Span:
        """The end of the `amount`-th working day after the day of `moment`.

        The day itself does not count (民法典 art. 201); the limit ends with the office's last
        hour of the last day (art. 203). Nothing can be due in no working days, so a deadline never
        lies before its start. Raises ValueError for an amount below one.
        """
        if amount < 1:
            raise ValueError("amount must be at least one working day")
        return self._remembered(
            "days", _china(moment).replace(hour=0, minute=0, second=0, microsecond=0), amount
        )

    def add_working_minutes(self, moment: datetime, amount: int) -> Span:
        """The moment `amount` office minutes later; waiting outside office hours is free."""
        if amount < 0:
            raise ValueError("amount must not be negative")
        at = _china(moment)
        left = timedelta(minutes=amount)
        skipped: list[date] = []
        day = at.date()
        while True:
            if self.is_workday(day):
                for opens, closes in self._openings(day):
                    start = max(at, opens)
                    if start < closes and left <= closes - start:
                        return self._span(at, start + left, skipped)
                    left -= max(closes - start, timedelta(0))
            else:
                skipped.append(day)
            day += ONE_DAY

    def _remembered(self, unit: str, moment: datetime, amount: int) -> Span:
        key = (unit, moment, amount)
        span = self._memory.get(key)
        if span is None:
            span = self._memory[key] = self._count_days(moment, amount)
        return span

    def _count_days(self, moment: datetime, amount: int) -> Span:
        day, left, skipped = moment.date(), amount, []
        while left:
            day += ONE_DAY
            if self.is_workday(day):
                left -= 1
            else:
                skipped.append(day)
        closing = self.hours[-1][1]
        return self._span(moment, datetime.combine(day, closing, CHINA), skipped)

    def _openings(self, day: date) -> list[tuple[datetime, datetime]]:
        return [
            (datetime.combine(day, opens, CHINA), datetime.combine(day, closes, CHINA))
            for opens, closes in self.hours
        ]

    def _span(self, start: datetime, end: datetime, skipped: Sequence[date]) -> Span:
        years = range(start.year, end.year + 1)
        return Span(end, tuple(skipped), tuple(y for y in years if y not in self.published))


def _china(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is not a moment")
    return moment.astimezone(CHINA)
