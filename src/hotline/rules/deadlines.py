"""Which time limit holds for a case, and the deadline that follows, with its reason.

The limits are the city's dated data (kind × urgency × channel); the narrowest row wins. A
superior's own deadline, where earlier, goes before ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from hotline.rules.pauses import Pause, Pauses, merged
from hotline.rules.workdays import Span, WorkCalendar, china

UNITS = ("hours", "days", "working_hours", "working_days")
UNIT_NAMES = {
    "hours": "小时",
    "days": "天",
    "working_hours": "个工作小时",
    "working_days": "个工作日",
}
CLOCKS = ("sign", "contact", "handle", "callback")
OrderedT = TypeVar("OrderedT", date, int)
URGENCIES = {"ordinary": "一般", "urgent": "紧急", "critical": "特急"}


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of time that a clock counts: the limit itself, then each extension."""

    amount: int
    unit: str
    basis: str = ""

    def words(self) -> str:
        """How long it is, in Chinese."""
        return f"{self.amount}{UNIT_NAMES[self.unit]}"

    def as_data(self) -> dict[str, Any]:
        """What a clock's row keeps of it; `part_of` reads it back."""
        return {"amount": self.amount, "unit": self.unit, "basis": self.basis}


def part_of(data: Mapping[str, Any]) -> Part:
    """A part as a clock's row keeps it."""
    return Part(data["amount"], data["unit"], data["basis"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Part):
    """A time limit: a part on `clock`, and the cases it is for; empty selectors match any case."""

    clock: str
    valid_from: date
    valid_to: date | None = None
    kind: str = ""
    urgency: str = ""
    channel: str = ""

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
    """A moment by which something is due, and how it was counted.

    `skipped` are the days that were not worked, `paused` the worked days that a pause took,
    `pauses` how many pauses there were, `unconfirmed` the years without a published calendar.
    """

    at: datetime
    parts: tuple[Part, ...]
    skipped: tuple[date, ...] = ()
    paused: tuple[date, ...] = ()
    pauses: int = 0
    unconfirmed: tuple[int, ...] = ()
    by_superior: bool = False

    def reason(self) -> str:
        """The reasoning in Chinese, for the screen."""
        if self.by_superior:
            return "按上级来件限定的时间"
        told = ["，延期".join(part.words() for part in self.parts)]
        if self.pauses:
            told.append(f"暂停{self.pauses}次")
        if self.skipped:
            told.append(f"跳过非工作日{len(self.skipped)}天")
        text = "，".join(told)
        if self.unconfirmed:
            years = "、".join(str(year) for year in self.unconfirmed)
            text += f"；{years}年放假安排尚未公布，暂按周一至周五计算"
        basis = "；".join(part.basis for part in self.parts if part.basis)
        return f"{text}（{basis}）" if basis else text

    def days_not_counted(self) -> list[tuple[date, str]]:
        """Every day that was passed over, in order, and why."""
        why = dict.fromkeys(self.skipped, "非工作日") | dict.fromkeys(self.paused, "暂停")
        return sorted(why.items())


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
    parts: Sequence[Part],
    start: datetime,
    calendar: WorkCalendar,
    *,
    pauses: Iterable[Pause] = (),
    superior: datetime | None = None,
) -> Deadline:
    """The deadline of a clock that starts at `start` and counts `parts` one after the other.

    An extension is a further part, counted from the old deadline. The half-open `pauses` do not
    count. A superior's earlier deadline goes before ours and is never paused.
    """
    if not parts:
        raise ValueError("a clock counts at least one part")
    still = merged((china(stops), china(resumes)) for stops, resumes in pauses)
    spans: list[Span] = []
    end = china(start)
    for part in parts:
        spans.append(_span(part, end, calendar, still))
        end = spans[-1].end
    if superior is not None and superior < end:
        return Deadline(superior, tuple(parts), by_superior=True)
    return Deadline(
        end,
        tuple(parts),
        skipped=_once(span.skipped for span in spans),
        paused=_once(span.paused for span in spans),
        pauses=still.between(china(start), end),
        unconfirmed=_once(span.unconfirmed for span in spans),
    )


def _span(part: Part, start: datetime, calendar: WorkCalendar, pauses: Pauses) -> Span:
    if part.unit == "working_days":
        return calendar.add_working_days(start, part.amount, pauses)
    if part.unit == "working_hours":
        return calendar.add_working_minutes(start, part.amount * 60, pauses)
    return Span(pauses.after(start, timedelta(**{part.unit: part.amount})))


def _once(found: Iterable[tuple[OrderedT, ...]]) -> tuple[OrderedT, ...]:
    """What the parts found together, in order, each once."""
    return tuple(sorted({one for some in found for one in some}))
