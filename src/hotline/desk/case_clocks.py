"""The clocks of a case as its page tells them: due when, why, and which days did not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hotline.desk.clocks import Clock as Standing
from hotline.desk.clocks import clock
from hotline.records.models import Clock
from hotline.rules.warnings import CLOCK_NAMES
from hotline.steps.clocks import due_of, is_paused

PAUSED = Standing("none", "暂停计时")


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock; `skipped` are the days that did not count, each with why."""

    name: str
    unit: str
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    standing: Standing
    reason: str
    pauses: Sequence[tuple[datetime, datetime | None]]
    skipped: Sequence[tuple[date, str]]
    unconfirmed: Sequence[int]

    @property
    def years(self) -> str:
        """The years whose calendar was not published when this deadline was counted."""
        return "、".join(str(year) for year in self.unconfirmed)


@dataclass(frozen=True, slots=True)
class ClockLines:
    """The clocks that still run, and those that have stopped."""

    running: Sequence[ClockLine]
    stopped: Sequence[ClockLine]


def clock_lines(clocks: Sequence[Clock], now: datetime) -> ClockLines:
    """The clocks of a case, told apart: a long case has many that are over."""
    lines = [_line(row, now) for row in clocks]
    return ClockLines(
        running=[line for line in lines if line.stopped_at is None],
        stopped=[line for line in lines if line.stopped_at is not None],
    )


def _line(row: Clock, now: datetime) -> ClockLine:
    counted = due_of(row) if row.parts else None
    return ClockLine(
        name=CLOCK_NAMES.get(row.name, row.name),
        unit=row.assignment.department.name if row.assignment else "",
        started_at=row.started_at,
        due_at=row.due_at,
        stopped_at=row.stopped_at,
        standing=PAUSED if is_paused(row) else clock(row.due_at, row.stopped_at, now),
        reason=row.reason,
        pauses=[(_moment(begin), _moment(end) if end else None) for begin, end in row.pauses],
        skipped=counted.days_not_counted() if counted else [],
        unconfirmed=counted.unconfirmed if counted else (),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
