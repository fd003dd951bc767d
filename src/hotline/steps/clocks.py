"""The clocks of a case: started, stopped, paused and extended by the steps that mean it.

A clock's deadline is never stored as a guess: it follows from its start, its limits and its
pauses, and is worked out again whenever one of them changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import structlog

from hotline.records.identity import new_id
from hotline.records.models import Assignment, Case, Clock
from hotline.records.queries.reference import calendar, limits, office, warnings
from hotline.rules.deadlines import (
    Deadline,
    Limit,
    NoLimit,
    Part,
    choose_limit,
    deadline,
    part_of,
)
from hotline.rules.warnings import first_point
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Change, Refused
from hotline.steps.storing.book import book

REASON_LENGTH = 500

log = structlog.get_logger("hotline.steps")


def limit_of(
    case: Case, clock: str, day: datetime, *, kind: str | None = None, urgency: str | None = None
) -> Limit:
    """The time limit that holds for one of the case's clocks; refused where there is none."""
    try:
        return choose_limit(
            limits(),
            clock,
            kind=kind if kind is not None else case.kind.code if case.kind else "",
            urgency=urgency or case.urgency,
            channel=case.channel.code,
            day=day.astimezone(CHINA).date(),
        )
    except NoLimit as error:
        raise Refused(
            "limit", f"{error}；请管理员在城市资料的办理时限（limits.toml）中补充。"
        ) from error


def limit_if_any(case: Case, clock: str, day: datetime) -> Limit | None:
    """The same of a clock that the city need not limit."""
    try:
        return limit_of(case, clock, day)
    except Refused:
        return None


def rule_limit(name: str, basis: str = "") -> Part | None:
    """The stretch that the office's rules give under `name`_amount and `name`_unit, if any."""
    rules = office().rules
    amount, unit = rules.get(f"{name}_amount"), rules.get(f"{name}_unit")
    return Part(int(amount), str(unit), basis) if amount and unit else None


def start(
    change: Change,
    name: str,
    parts: Sequence[Part],
    *,
    assignment: Assignment | None = None,
    superior: datetime | None = None,
) -> Clock:
    """Start a clock that counts `parts` from now; a superior's earlier moment goes first."""
    due = deadline(parts, change.at, calendar(), superior=superior)
    for year in due.unconfirmed:
        _warn_of(year)
    clock = Clock(
        id=new_id(),
        case=change.case,
        assignment=assignment,
        name=name,
        started_at=change.at,
        parts=[part.as_data() for part in parts],
        superior_due_at=superior,
        due_at=due.at,
        reason=due.reason()[:REASON_LENGTH],
    )
    clock.next_at = next_at(clock)
    change.add(clock)
    return clock


@cache
def _warn_of(year: int) -> None:
    """Say once per process that deadlines were counted without a published calendar."""
    log.warning("calendar_not_published", year=year)


def start_fixed(
    change: Change,
    name: str,
    due_at: datetime,
    reason: str,
    *,
    assignment: Assignment | None = None,
) -> Clock:
    """Start a clock whose end is a given moment."""
    clock = Clock(
        id=new_id(),
        case=change.case,
        assignment=assignment,
        name=name,
        started_at=change.at,
        due_at=due_at,
        reason=reason[:REASON_LENGTH],
    )
    clock.next_at = next_at(clock)
    change.add(clock)
    return clock


def running(case: Case, name: str = "", assignment: Assignment | None = None) -> list[Clock]:
    """The case's clocks that are not stopped: of one name, or of one assignment, if given."""
    return [
        clock
        for clock in book().rows_of(case, Clock)
        if clock.stopped_at is None
        and name in ("", clock.name)
        and (assignment is None or clock.assignment_id == assignment.pk)
    ]


def stop(change: Change, clocks: Iterable[Clock]) -> None:
    """Stop clocks for good: nothing falls due by them any more.

    One that this move has stopped already is left: a second stop would look like somebody else's.
    """
    stopped = {row.pk for row, facts in change.writing.changes if facts.get("stopped_at")}
    for clock in clocks:
        if clock.pk not in stopped:
            change.change(clock, stopped_at=change.at, next_at=None)


def pause(change: Change, clock: Clock) -> None:
    """Let no time count from now on, whether it was running or stopped."""
    pauses = [*clock.pauses, [change.at.isoformat(), None]]
    change.change(clock, pauses=pauses, stopped_at=None, due_at=None, next_at=None)


def unpause(change: Change, clock: Clock, end: datetime | None = None) -> datetime | None:
    """Let time count again; the new deadline. `end` is that of a clock with a given end."""
    pauses = [*clock.pauses[:-1], [clock.pauses[-1][0], change.at.isoformat()]]
    if not clock.parts:
        change.change(clock, pauses=pauses, due_at=end, next_at=end)
        return end
    return _retime(change, clock, pauses=pauses)


def is_paused(clock: Clock) -> bool:
    """Whether no time counts just now."""
    return bool(clock.pauses) and clock.pauses[-1][1] is None


def run_on(change: Change, clock: Clock) -> datetime | None:
    """Take a stop back: the deadline is the old one, as if the clock had never stopped."""
    change.change(clock, stopped_at=None, next_at=next_at(clock))
    return clock.due_at


def extend(change: Change, clock: Clock, part: Part) -> datetime | None:
    """Count one more limit after the others; the new deadline, or None while it is paused."""
    return _retime(change, clock, parts=[*clock.parts, part.as_data()])


def retime(change: Change, clock: Clock, first: Part) -> datetime | None:
    """Count another first limit from the same start (the case was classified anew)."""
    return _retime(change, clock, parts=[first.as_data(), *clock.parts[1:]])


def _retime(change: Change, clock: Clock, **facts: list[Any]) -> datetime | None:
    """Work the deadline out again from changed parts or pauses."""
    changed = Clock(**{field.attname: getattr(clock, field.attname) for field in FIELDS})
    for name, value in facts.items():
        setattr(changed, name, value)
    due = due_of(changed)
    changed.due_at = None if is_paused(changed) else due.at
    reason = due.reason()[:REASON_LENGTH]
    change.change(clock, **facts, due_at=changed.due_at, reason=reason, next_at=next_at(changed))
    return changed.due_at


def move_end(change: Change, clock: Clock, due_at: datetime, reason: str) -> None:
    """Let a clock run to another given moment."""
    moved = Clock(name=clock.name, started_at=clock.started_at, due_at=due_at)
    change.change(clock, parts=[], due_at=due_at, reason=reason, next_at=next_at(moved))


def next_at(clock: Clock) -> datetime | None:
    """When the sweep has something to do by this clock; set anew with every new deadline."""
    if clock.due_at is None:
        return None
    return first_point(warnings(), clock.name, clock.started_at, clock.due_at, calendar())


FIELDS = Clock._meta.concrete_fields


def due_of(clock: Clock) -> Deadline:
    """The deadline with its reasoning, worked out from what the clock counts."""
    return deadline(
        [part_of(part) for part in clock.parts],
        clock.started_at,
        calendar(),
        pauses=[
            (datetime.fromisoformat(begin), datetime.fromisoformat(end))
            for begin, end in clock.pauses
            if end is not None
        ],
        superior=clock.superior_due_at,
    )


def start_callback(change: Change) -> None:
    """Start the clock by which the citizen is to be called back, where the city has one."""
    limit = limit_if_any(change.case, "callback", change.at)
    if limit is not None:
        start(change, "callback", [limit])
