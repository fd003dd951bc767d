"""What a clock gives and when: warnings, an urging, a supervision, the end of a wait.

The rows are the city's data (`[[warning]]` in `limits.toml`). Before the due moment a row counts
in percent of the natural time between start and due; after it, in units of time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from hotline.rules.deadlines import UNITS, Part, deadline
from hotline.rules.workdays import WorkCalendar

# Every clock that a case can have; those of `deadlines.CLOCKS` get their time from a limit.
CLOCK_NAMES = {
    "sign": "签收",
    "contact": "联系诉求人",
    "handle": "办理",
    "superior": "上级时限",
    "callback": "回访",
    "citizen": "等待诉求人补充",
    "shelf": "挂账",
    "supervision": "督办",
}
# At one moment they are given in this order.
ACTS = {
    "yellow": "黄色预警",
    "red": "红色预警",
    "urge": "催办",
    "supervise": "督办",
    "resume": "恢复办理",
    "take_up": "挂账到期",
}
# What a superior or the citizen said of a case: notices without a clock.
MESSAGES = {
    "corrected": "来件更正",
    "asked": "上级询问",
    "pressed": "上级催办",
    "sent_back": "上级退回",
    "taken_back": "上级撤回",
    "answered": "上级答复",
    "further": "诉求人补充",
}
# That many begin to speak of one concern; without a clock too.
BURSTS = {"hot_issue": "苗头预警"}
# What ends a wait belongs to the clock of that wait; without it a case would wait for ever.
ENDINGS = {"resume": "citizen", "take_up": "shelf"}
PERCENT = 100
ORDER = {act: place for place, act in enumerate(ACTS)}


@dataclass(frozen=True, slots=True)
class WarningRow:
    """One row of the city: what `clock` gives, by `elapsed_percent`, or `after` the due moment."""

    clock: str
    act: str
    elapsed_percent: int | None = None
    after: int | None = None
    unit: str = ""

    def moment(self, started_at: datetime, due_at: datetime, calendar: WorkCalendar) -> datetime:
        """When a clock that runs from `started_at` to `due_at` gives it."""
        if self.elapsed_percent is not None:
            return started_at + (due_at - started_at) * self.elapsed_percent / PERCENT
        if not self.after:
            return due_at
        return deadline([Part(self.after, self.unit)], due_at, calendar).at


class Point(NamedTuple):
    """An act and the moment at which a clock gives it."""

    act: str
    at: datetime


def points(
    rows: Iterable[WarningRow],
    clock: str,
    started_at: datetime,
    due_at: datetime,
    calendar: WorkCalendar,
) -> list[Point]:
    """Everything that such a clock gives, in order."""
    given = [
        Point(row.act, row.moment(started_at, due_at, calendar))
        for row in rows
        if row.clock == clock
    ]
    return sorted(given, key=lambda point: (point.at, ORDER[point.act]))


def next_point(given: Sequence[Point], done: Collection[str] = ()) -> Point | None:
    """The earliest of a clock's points whose act was not done yet."""
    return next((point for point in given if point.act not in done), None)


def first_point(
    rows: Iterable[WarningRow],
    clock: str,
    started_at: datetime,
    due_at: datetime,
    calendar: WorkCalendar,
) -> datetime | None:
    """When a clock that got this due moment gives something first; None where it gives nothing."""
    first = next_point(points(rows, clock, started_at, due_at, calendar))
    return first.at if first else None


def slips(rows: Sequence[WarningRow]) -> Iterator[tuple[WarningRow | None, str, str]]:
    """What is wrong with a city's rows: the row, or None for all; the field; the Chinese reason."""
    for row in rows:
        for field, reason in _slips_of(row):
            yield row, field, reason
    for (clock, act), times in Counter((row.clock, row.act) for row in rows).items():
        if times > 1:
            yield WarningRow(clock, act), "act", "重复：同一时限的同一项只能写一次"
    for act, clock in ENDINGS.items():
        if not any((row.clock, row.act) == (clock, act) for row in rows):
            yield None, "act", f"缺少一行：clock = “{clock}”、act = “{act}”，否则工单会一直等下去"


def _slips_of(row: WarningRow) -> Iterator[tuple[str, str]]:
    if row.clock not in CLOCK_NAMES:
        yield "clock", f"不认识“{row.clock}”；可用的有：{'、'.join(CLOCK_NAMES)}"
    if row.act not in ACTS:
        yield "act", f"不认识“{row.act}”；可用的有：{'、'.join(ACTS)}"
    if ENDINGS.get(row.act, row.clock) != row.clock:
        yield "act", f"“{row.act}”只用于 clock = “{ENDINGS[row.act]}”"
    if (row.elapsed_percent is None) is (row.after is None):
        yield "elapsed_percent", "elapsed_percent 与 after 要写一个，且只能写一个"
    if row.elapsed_percent is not None and not 1 <= row.elapsed_percent <= PERCENT:
        yield "elapsed_percent", "应在 1 至 100 之间"
    if row.after is not None and row.after < 0:
        yield "after", "不能小于 0"
    if row.unit and row.unit not in UNITS:
        yield "unit", f"不认识“{row.unit}”；可用的有：{'、'.join(UNITS)}"
    if row.after and not row.unit:
        yield "unit", "写了 after 就要写单位"
