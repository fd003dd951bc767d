"""Supervise: the office watches a case, with a demand and a deadline of its own (督办)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Case, Staff, Supervision
from hotline.records.queries.reference import calendar
from hotline.rules.deadlines import deadline
from hotline.rules.supervision import LEVELS
from hotline.steps import clocks
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
        due, reason = _start_clock(change, due_at)
        change.add(
            Supervision(
                id=new_id(),
                case=case,
                department=case.lead,
                level=level,
                demand=demand.strip(),
                started_at=at,
                started_by=by,
                keeper=by,
                due_at=due,
            )
        )
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


def _start_clock(change: Change, given: datetime | None) -> tuple[datetime, str]:
    """Start the clock to the deadline that was given, or else by the office's rule."""
    if given is not None:
        clocks.start_fixed(change, CLOCK, given, BY_HAND)
        return given, BY_HAND
    limit = clocks.rule_limit(CLOCK, "督办时限")
    if limit is None:
        raise Refused("due_at", "请填写督办期限：城市资料中没有规定督办时限。")
    clocks.start(change, CLOCK, [limit])
    due = deadline([limit], change.at, calendar())
    return due.at, due.reason()


def move_clock(change: Change, due_at: datetime) -> None:
    """Let the clock of the supervision run to another given moment."""
    for clock in clocks.running(change.case, CLOCK):
        clocks.move_end(change, clock, due_at, BY_HAND)


def stop_clock(change: Change) -> None:
    """Let nothing more fall due by the supervision."""
    clocks.stop(change, clocks.running(change.case, CLOCK))
