"""How a deadline stands, in words and in a tone, so that colour never speaks alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hotline.records.models import Case
from hotline.rules.life import WITH_UNIT, Status

SOON = timedelta(hours=24)
ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline as shown: `tone` is late, soon, fine, kept, missed or none; `name` is whose."""

    tone: str
    text: str
    due: datetime | None = None
    name: str = "办理时限"


def clock_of(
    case: Case,
    now: datetime,
    replied_at: datetime | None = None,
    callback_due: datetime | None = None,
) -> Clock:
    """How the deadline of what the case waits for stands at `now`.

    That is the case's own while a unit has it, `callback_due` while a callback is waited for; else
    whether the unit was in time, which last replied at `replied_at`.
    """
    status = Status(case.status)
    if status is Status.AWAITING_CITIZEN:
        return Clock("none", "暂停计时")
    if status is Status.SHELVED:
        return Clock("none", f"挂账到 {case.shelved_until}")
    if status is Status.AWAITING_CALLBACK and callback_due is not None:
        return replace(clock(callback_due, None, now), name="回访时限")
    if status in WITH_UNIT or case.due_at is None:
        return clock(case.due_at, None, now)
    return clock(case.due_at, replied_at or case.closed_at or case.due_at, now)


def clock_of_row(row: Any, now: datetime) -> Clock:
    """The same of a case as lists read it (`listed`), with both moments beside it."""
    return clock_of(row, now, row.replied_at, row.callback_due)


def clock(due: datetime | None, done: datetime | None, now: datetime) -> Clock:
    """How a deadline stands that was met at `done`, or not yet."""
    if due is None:
        return Clock("none", "—")
    if done is not None:
        return Clock("kept", "按期", due) if done <= due else Clock("missed", "逾期完成", due)
    if due < now:
        return Clock("late", f"已逾期 {length(now - due)}", due)
    return Clock("soon" if due - now < SOON else "fine", f"剩余 {length(due - now)}", due)


def length(span: timedelta) -> str:
    """A span in its one or two largest units: 3 天 4 小时, 5 小时, 12 分钟."""
    if span >= ONE_DAY:
        hours = (span % ONE_DAY) // ONE_HOUR
        return f"{span.days} 天 {hours} 小时" if hours else f"{span.days} 天"
    if span >= ONE_HOUR:
        return f"{span // ONE_HOUR} 小时"
    return f"{span // timedelta(minutes=1)} 分钟"
