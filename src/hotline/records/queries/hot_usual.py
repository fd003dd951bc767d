"""What is usual for a topic by the ledger: by weekday, in the weeks before and at this season of
past years.

Source of the window: Farrington et al. 1996 compare with the same week ± 3 of past years.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from django.db import connection

DAY = timedelta(days=1)
SEASON = timedelta(weeks=3)
YEARS, DAYS_OF_YEAR = 3, 364  # whole weeks, so that a Monday meets Mondays

_BY_TOPIC = """
SELECT topic, extract(isodow FROM day)::int, day >= %(first)s,
  (((%(last)s::date - day) + 182) / 364)::int, sum(n)
FROM records_daycell WHERE day = ANY(%(days)s) GROUP BY 1, 2, 3, 4
"""


@dataclass(slots=True)
class Weekdays:
    """Sums of a topic by weekday: of the weeks before, and by past year of this season."""

    lately: dict[int, int] = field(default_factory=dict)
    then: dict[int, dict[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger says about the topics; `years` are the past years that it has."""

    weeks: int
    topics: dict[int, Weekdays]
    years: frozenset[int]

    def lately(self, topic: int | None, weekdays: Sequence[int]) -> float | None:
        """What the topic had in a day of these weekdays, in the weeks before."""
        row = self.topics.get(topic or 0)
        if row is None or not weekdays:
            return None
        return sum(row.lately.get(day, 0) for day in weekdays) / (self.weeks * len(weekdays))

    def then(self, topic: int | None, weekdays: Sequence[int]) -> float | None:
        """What it had in such a day at this season of the past years."""
        row = self.topics.get(topic or 0)
        if row is None or not weekdays or not self.years:
            return None
        days = len(self.years) * (2 * (SEASON // DAY // 7) + 1) * len(weekdays)
        every = sum(row.then.get(year, {}).get(day, 0) for year in self.years for day in weekdays)
        return every / days


@lru_cache(maxsize=4)
def ledger_on(today: date, days: int, weeks: int, hour: int) -> Ledger:
    """What is usual for a window of so many days that ends on `today`; kept for the `hour`, the
    past does not change faster."""
    last = today - days * DAY
    first = last - (weeks * 7 - 1) * DAY
    wanted = [first + number * DAY for number in range(weeks * 7)]
    for year in range(1, YEARS + 1):
        middle = last - year * DAYS_OF_YEAR * DAY
        length = (2 * SEASON) // DAY + 7
        wanted += [middle - SEASON - 3 * DAY + number * DAY for number in range(length)]
    found: dict[int, Weekdays] = {}
    years: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(_BY_TOPIC, {"days": wanted, "first": first, "last": last})
        for topic, weekday, is_lately, year, number in cursor.fetchall():
            row = found.setdefault(topic, Weekdays())
            if is_lately:
                row.lately[weekday] = row.lately.get(weekday, 0) + int(number)
            else:
                years.add(year)
                by_day = row.then.setdefault(year, {})
                by_day[weekday] = by_day.get(weekday, 0) + int(number)
    return Ledger(weeks, found, frozenset(years))


def weekdays_until(today: date, days: int) -> list[int]:
    """The weekdays of a window that ends today, Monday being 1; each once."""
    return sorted({(today - number * DAY).isoweekday() for number in range(min(days, 7))})
