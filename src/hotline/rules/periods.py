"""The periods that bulletins speak of: a day, a week, a month, a quarter, a year, or any days.

Each is written as a code that a person can type and an address can carry: 2022-04-05, 2022-W14
(ISO 8601, Monday first), 2022-04, 2022-Q2, 2022, 2022-04-01--2022-04-20.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

KINDS = {"day": "日", "week": "周", "month": "月", "quarter": "季", "year": "年", "days": "专题"}
FIRST_YEAR, LAST_YEAR = 1990, 2100
MONTHS_A_QUARTER = 3
DAY = timedelta(days=1)
MOST_DAYS = 366 * 5
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
WANTED = "请写成 2022-04（月）、2022-W14（周）、2022-04-05（日）、2022-Q2（季）或 2022（年）这样。"


class OutOfReach(ValueError):
    """A period that is written well, but too long or too far away to be counted."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `starts_on` to `ends_on`, both included; `kind` is one of KINDS."""

    starts_on: date
    ends_on: date
    kind: str = "days"

    @property
    def code(self) -> str:
        """As it is typed and stands in an address; `read_period` reads it back."""
        first = self.starts_on
        match self.kind:
            case "day":
                return first.isoformat()
            case "week":
                year, week, _ = first.isocalendar()
                return f"{year}-W{week:02}"
            case "month":
                return f"{first:%Y-%m}"
            case "quarter":
                return f"{first.year}-Q{(first.month - 1) // MONTHS_A_QUARTER + 1}"
            case "year":
                return str(first.year)
        return f"{first.isoformat()}--{self.ends_on.isoformat()}"

    @property
    def name(self) -> str:
        """As people say it: 2022年4月, 2022年第14周（4月4日至4月10日）."""
        first, last = self.starts_on, self.ends_on
        match self.kind:
            case "day":
                return f"{first.year}年{_day(first)}"
            case "week":
                year, week, _ = first.isocalendar()
                return f"{year}年第{week}周（{_day(first)}至{_day(last)}）"
            case "month":
                return f"{first.year}年{first.month}月"
            case "quarter":
                return f"{first.year}年第{self.code[-1]}季度"
            case "year":
                return f"{first.year}年"
        later = "" if last.year == first.year else f"{last.year}年"
        return f"{first.year}年{_day(first)}至{later}{_day(last)}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends_on - self.starts_on).days + 1

    def previous(self) -> Period:
        """The one before, for 环比: the month before, or as many days before."""
        if self.kind == "days":
            return Period(self.starts_on - self.days * DAY, self.starts_on - DAY)
        return period_of(self.kind, self.starts_on - DAY)

    def year_before(self) -> Period:
        """The same one of the year before, for 同比; of the 29th of February the 28th."""
        if self.kind == "week":
            year, week, _ = self.starts_on.isocalendar()
            last_week = date(year - 1, 12, 28).isocalendar().week
            first = date.fromisocalendar(year - 1, min(week, last_week), 1)
            return period_of("week", first)
        if self.kind == "days":
            return Period(_year_before(self.starts_on), _year_before(self.ends_on))
        return period_of(self.kind, _year_before(self.starts_on))

    def at(self, when: str) -> Period:
        """The period that a form calls `when`: "", previous, year_before, or "-3" for 3 before."""
        if when == "year_before":
            return self.year_before()
        period = self
        for _ in range(1 if when == "previous" else -int(when or 0)):
            period = period.previous()
        return period

    @property
    def short_name(self) -> str:
        """As a chart or a narrow column says it, without the year: 4月, 第14周, 4月5日."""
        first = self.starts_on
        match self.kind:
            case "day":
                return _day(first)
            case "week":
                return f"第{first.isocalendar().week}周"
            case "month":
                return f"{first.month}月"
            case "quarter":
                return f"{self.code[-1]}季度"
        return self.name


def period_of(kind: str, day: date) -> Period:
    """The period of `kind` in which `day` lies; raises ValueError for "days", which has no such."""
    match kind:
        case "day":
            return Period(day, day, kind)
        case "week":
            first = day - day.weekday() * DAY
            return Period(first, first + 6 * DAY, kind)
        case "month":
            return Period(day.replace(day=1), _month_end(day.year, day.month), kind)
        case "quarter":
            month = (day.month - 1) // MONTHS_A_QUARTER * MONTHS_A_QUARTER + 1
            return Period(
                date(day.year, month, 1), _month_end(day.year, month + MONTHS_A_QUARTER - 1), kind
            )
        case "year":
            return Period(date(day.year, 1, 1), date(day.year, 12, 31), kind)
    raise ValueError(f"“{kind}”不是可用的周期。")


def read_period(code: str) -> Period:
    """The period that `code` writes; raises ValueError (OutOfReach) with a sentence
    in Chinese."""
    try:
        period = _read(code.strip())
    except ValueError as error:
        raise ValueError(f"统计期“{code[:40]}”写法不对，{WANTED}") from error
    if not FIRST_YEAR <= period.starts_on.year <= period.ends_on.year <= LAST_YEAR:
        raise OutOfReach(f"统计期“{code[:40]}”太远，请核对年份。")
    if period.days > MOST_DAYS:
        raise OutOfReach(f"统计期“{code[:40]}”超过 5 年，请缩短。")
    return period


def _read(code: str) -> Period:
    if not code.isascii():
        raise ValueError(code)
    if "--" in code:
        first, last = (date.fromisoformat(part) for part in code.split("--", 1))
        if last < first:
            raise ValueError(code)
        return Period(first, last)
    if found := _WEEK.fullmatch(code):
        return period_of("week", date.fromisocalendar(int(found[1]), int(found[2]), 1))
    if found := _QUARTER.fullmatch(code):
        return period_of("quarter", date(int(found[1]), int(found[2]) * MONTHS_A_QUARTER, 1))
    if found := _MONTH.fullmatch(code):
        return period_of("month", date(int(found[1]), int(found[2]), 1))
    if _YEAR.fullmatch(code):
        return period_of("year", date(int(code), 1, 1))
    return period_of("day", date.fromisoformat(code))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
