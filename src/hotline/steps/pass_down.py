"""Pass down: the unit gives its work to one of its own, and stays responsible (转派下级)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Assignment, Case, Department, Staff
from hotline.records.queries.reference import covers
from hotline.rules.workdays import CHINA
from hotline.steps import clocks
from hotline.steps.dispatch import need_handling_unit
from hotline.steps.moving import Refused, moving
from hotline.steps.seeing import seen_by
from hotline.steps.shares import open_shares, own_share, unit_of


def pass_down(
    case: Case,
    *,
    to: Department | None,
    by: Staff | None,
    at: datetime,
    due_at: datetime | None = None,
    note: str = "",
    seen: int | None = None,
) -> Case:
    """Give a unit below one's own a share, due no later than one's own share is."""
    if to is None:
        raise Refused("to", "请选择下级单位。")
    with moving(case, "pass_down", by=by, at=at, seen=seen) as change:
        own = own_share(case, "pass_down", by)
        _need_below(case, own, to, at)
        due = _due(own, due_at, at)
        share = Assignment(
            id=new_id(),
            case=case,
            department=to,
            part="below",
            above=own,
            given_at=at,
            given_by=by,
            note=note.strip(),
            due_at=due,
        )
        change.add(share)
        if due is not None:
            clocks.start_fixed(change, "handle", due, "上级单位限定的时间", assignment=share)
        change.set(seen_by=seen_by(case, [share]))
        change.note = note.strip()
        change.details = {"to": to.code}
    return case


def _need_below(case: Case, own: Assignment, to: Department, at: datetime) -> None:
    """Refuse a unit that is not below one's own, or that has a share already."""
    unit = unit_of(own)
    if to.pk == unit.pk or not covers(unit, to):
        raise Refused("to", f"“{to.name}”不是“{unit.name}”的下级单位，请另选。")
    if any(share.department_id == to.pk for share in open_shares(case)):
        raise Refused("to", f"“{to.name}”已经在办这件工单，请另选。")
    need_handling_unit(case, to, at.astimezone(CHINA).date())


def _due(own: Assignment, given: datetime | None, at: datetime) -> datetime | None:
    if given is None:
        return own.due_at
    if given <= at:
        raise Refused("due_at", "下级的办理时限应晚于现在，请改正。")
    if own.due_at is not None and given > own.due_at:
        raise Refused("due_at", "下级的办理时限不能晚于本单位的办理时限，请改正。")
    return given
