"""A year of the work calendar as twelve small tables: which days are worked, and by whose word."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hotline.rules.workdays import WorkCalendar

MONTHS = range(1, 13)
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Day:
    """One day: `marks` are the words that its look follows from, `why` is told beside it."""

    day: date
    marks: str
    why: str


@dataclass(frozen=True, slots=True)
class Month:
    """One month, its weeks from Monday to Sunday; None is a day of another month."""

    number: int
    weeks: tuple[tuple[Day | None, ...], ...]


def year_of(
    year: int, calendar: WorkCalendar, ours: Mapping[date, str], today: date
) -> list[Month]:
    """The months of a year; `ours` are the office's own exceptions with their reasons."""
    return [
        Month(
            number,
            tuple(
                tuple(_day(day, number, calendar, ours, today) for day in week)
                for week in months.Calendar().monthdatescalendar(year, number)
            ),
        )
        for number in MONTHS
    ]


def _day(
    day: date, month: int, calendar: WorkCalendar, ours: Mapping[date, str], today: date
) -> Day | None:
    if day.month != month:
        return None
    works, usual = calendar.is_workday(day), day.weekday() <= FRIDAY
    marks = [] if works and usual else ["work" if works else "rest"]
    if day in ours:
        marks.append("ours")
    if day == today:
        marks.append("today")
    words = "上班" if works else "休息"
    why = ours.get(day) or ("全国放假安排" if works != usual else "")
    return Day(day, " ".join(marks), f"{words}（{why}）" if why else words)
