"""Supervise: the office watches a case, with a demand and a deadline of its own (督办)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline.records.identity import new_id
from hotline.records.models import Case, Clock, Staff, Supervision
from hotline.records.queries.reference import calendar, office, warnings
from hotline.rules.deadlines import Part, deadline
from hotline.rules.supervision import LEVELS
from hotline.rules.warnings import first_point
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.storing.book import book

CLOCK = "supervision"
BY_HAND = "督办时指定的期限"


def supervise(
    case: Case,
    *,
    demand: str,
    by: Staff | None,
    at: datetime,
    level: str = "ordinary",
    due_at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Put the case under supervision; without `due_at` the office's rule gives the deadline."""
    if level not in LEVELS:
        raise Refused("level", f"请选择督办级别：{'、'.join(LEVELS.values())}。")
    if not demand.strip():
        raise Refused("demand", "请写明督办要求。")
    need_later(due_at, at)
    with moving(case, "supervise", by=by, at=at, seen=seen) as change:
        if open_supervision(case) is not None:
            raise Refused("level", "本工单正在督办中；需要加强的，请办理“督办升级”。")
        due, reason, parts = _counted(at, due_at)
        change.add(
            Supervision(
                id=new_id(),
                case=case,
                department=case.lead,
                level=level,
                demand=demand.strip(),
                started_at=at,
                started_by=by,
                due_at=due,
            )
        )
        change.add(_clock(change, due, reason, parts))
        change.note = demand.strip()
        change.details = {"level": level, "deadline": reason}
    return case


def need_later(due_at: datetime | None, at: datetime) -> None:
    """Refuse a deadline that is over already."""
    if due_at is not None and due_at <= at:
        raise Refused("due_at", "督办期限要晚于现在，请改正。")


def open_supervision(case: Case) -> Supervision | None:
    """The supervision that the case is under, if it is."""
    rows = book().rows_of(case, Supervision)
    return next((row for row in rows if row.ended_at is None), None)


def need_supervision(case: Case, field: str) -> Supervision:
    """The supervision that the case is under; refused where there is none."""
    supervision = open_supervision(case)
    if supervision is None:
        raise Refused(field, "本工单没有正在进行的督办；请刷新后再看。")
    return supervision


def _counted(at: datetime, given: datetime | None) -> tuple[datetime, str, list[dict[str, Any]]]:
    """The deadline that was given, or that of the office's rule; why; and what is counted."""
    if given is not None:
        return given, BY_HAND, []
    rules = office().rules
    if "supervision_amount" not in rules:
        raise Refused("due_at", "请填写督办期限：城市资料中没有规定督办时限。")
    part = Part(rules["supervision_amount"], rules["supervision_unit"], "督办时限")
    due = deadline([part], at, calendar())
    return due.at, due.reason(), [part.as_data()]


def _clock(change: Change, due: datetime, reason: str, parts: list[dict[str, Any]]) -> Clock:
    """The clock of a supervision that begins."""
    return Clock(
        id=new_id(),
        case=change.case,
        name=CLOCK,
        started_at=change.at,
        parts=parts,
        due_at=due,
        reason=reason,
        next_at=first_point(warnings(), CLOCK, change.at, due, calendar()),
    )


def move_clock(change: Change, due_at: datetime) -> None:
    """Let the clock of the supervision run to another given moment."""
    for clock in _running(change.case):
        next_at = first_point(warnings(), CLOCK, clock.started_at, due_at, calendar())
        change.change(clock, parts=[], due_at=due_at, reason=BY_HAND, next_at=next_at)


def stop_clock(change: Change) -> None:
    """Let nothing more fall due by the supervision."""
    for clock in _running(change.case):
        change.change(clock, stopped_at=change.at, next_at=None)


def _running(case: Case) -> list[Clock]:
    clocks = book().rows_of(case, Clock)
    return [row for row in clocks if row.name == CLOCK and row.stopped_at is None]
