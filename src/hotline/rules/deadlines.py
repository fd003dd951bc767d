"""Which time limit holds for a case, and the deadline that follows, with its reason.

The limits are the city's dated data (kind × urgency × channel); the narrowest row wins. A
superior's own deadline, where earlier, goes before ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hotline.rules.workdays import CHINA, Span, WorkCalendar

UNITS = ("hours", "days", "working_hours", "working_days")
UNIT_NAMES = {
    "hours": "小时",
    "days": "天",
    "working_hours": "个工作小时",
    "working_days": "个工作日",
}
CLOCKS = ("sign", "contact", "handle", "callback")
URGENCIES = {"ordinary": "一般", "urgent": "紧急", "critical": "特急"}


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: `amount` × `unit` on `clock`; empty selectors match any case."""

    clock: str
    amount: int
    unit: str
    valid_from: date
    valid_to: date | None = None
    kind: str = ""
    urgency: str = ""
    channel: str = ""
    basis: str = ""

    def selects(self, clock: str, kind: str, urgency: str, channel: str, day: date) -> bool:
        """Whether this row speaks of such a case on such a day."""
        return (
            self.clock == clock
            and self.kind in ("", kind)
            and self.urgency in ("", urgency)
            and self.channel in ("", channel)
            and self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
        )

    def narrowness(self) -> tuple[bool, bool, bool, date]:
        """How narrow the row is: urgency before channel before kind, then the newest."""
        return bool(self.urgency), bool(self.channel), bool(self.kind), self.valid_from


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment by which something is due, with the rule and the days that were skipped."""

    at: datetime
    limit: Limit
    skipped: tuple[date, ...] = ()
    unconfirmed: tuple[int, ...] = ()
    by_superior: bool = False

    def reason(self) -> str:
        """The reasoning in Chinese, for the screen."""
        if self.by_superior:
            return "按上级来件限定的时间"
        text = f"{self.limit.amount}{UNIT_NAMES[self.limit.unit]}"
        if self.skipped:
            text += f"，跳过非工作日{len(self.skipped)}天"
        if self.unconfirmed:
            years = "、".join(str(year) for year in self.unconfirmed)
            text += f"；{years}年放假安排尚未公布，暂按周一至周五计算"
        return f"{text}（{self.limit.basis}）" if self.limit.basis else text


class NoLimit(Exception):
    """No row of the time limits speaks of such a case."""


def choose_limit(
    limits: Iterable[Limit], clock: str, *, kind: str, urgency: str, channel: str, day: date
) -> Limit:
    """The narrowest limit for such a case on `day`; raises NoLimit."""
    fitting = [row for row in limits if row.selects(clock, kind, urgency, channel, day)]
    if not fitting:
        raise NoLimit(f"没有适用的时限：{clock}/{kind}/{urgency}/{channel}/{day}")
    return max(fitting, key=Limit.narrowness)


def deadline(
    limit: Limit, start: datetime, calendar: WorkCalendar, superior: datetime | None = None
) -> Deadline:
    """The deadline of a clock that starts at `start`; an earlier superior's deadline goes first."""
    span = _span(limit, start, calendar)
    if superior is not None and superior < span.end:
        return Deadline(superior, limit, by_superior=True)
    return Deadline(span.end, limit, span.skipped, span.unconfirmed)


def _span(limit: Limit, start: datetime, calendar: WorkCalendar) -> Span:
    if limit.unit == "working_days":
        return calendar.add_working_days(start, limit.amount)
    if limit.unit == "working_hours":
        return calendar.add_working_minutes(start, limit.amount * 60)
    length = (
        timedelta(hours=limit.amount) if limit.unit == "hours" else timedelta(days=limit.amount)
    )
    return Span(start.astimezone(CHINA) + length, (), ())
