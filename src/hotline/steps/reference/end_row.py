"""End a row of reference data (停用): it holds no longer from a day on, and stays readable."""

from __future__ import annotations

from datetime import date, datetime

from hotline.records.models import Department, ReferenceEntry, Staff
from hotline.records.queries.reference_rows import ENDED, TO_COME, known, row_now, versions_of
from hotline.rules.reference.shapes import Shape
from hotline.steps.moving import Refused
from hotline.steps.reference.checking import need_limits_without
from hotline.steps.reference.keeping import ONE_DAY, changing

NEVER_ENDED = {
    "kinds": "诉求类型不能停用，旧工单和时限都按它区分；可以改名。",
    "days": "日历的例外不能停用；请把那一天改回原来的安排。",
}


def end_row(
    shape: Shape,
    key: str,
    *,
    reason: str,
    begins: date,
    by: Staff | None,
    at: datetime,
    seen: str | None = None,
    successor: str = "",
) -> ReferenceEntry:
    """Let the row hold until the day before `begins`; a unit may name who takes over (撤并)."""
    with changing(shape, key, reason=reason, begins=begins, by=by, at=at, seen=seen) as change:
        row = row_now(shape, key, change.today)
        if shape.code in NEVER_ENDED:
            raise Refused("begins", NEVER_ENDED[shape.code])
        if row is None or row.state == ENDED:
            raise Refused("", "这一条已经停用，不必再停用。")
        newest = versions_of(shape, key, change.today)[0]
        if row.planned is not None or (newest.state == TO_COME and row.state != TO_COME):
            raise Refused("begins", "这一条有改动在等待生效；请先撤销它，再停用。")
        if shape.code == "limits":
            need_limits_without(row.facts, begins, known(begins))
        change.verb, change.before = "ended", dict(row.facts)
        facts: dict[str, object] = {"valid_to": begins - ONE_DAY}
        if shape.code == "units":
            unit = _successor(key, successor, begins)
            _need_no_children(key, begins)
            facts["successor"] = unit
            change.after = {"successor": unit.code if unit else ""}
        change.set(row.stored, **facts)
    return change.entry


def _successor(key: str, code: str, begins: date) -> Department | None:
    if not code:
        return None
    unit = Department.objects.filter(code=code).first()
    if unit is None or code == key:
        raise Refused("successor", "没有这个承接单位，请从列表中另选。")
    if unit.valid_to is not None and unit.valid_to < begins:
        raise Refused("successor", f"“{unit.name}”届时已停用，不能承接，请另选。")
    return unit


def _need_no_children(key: str, begins: date) -> None:
    below = Department.objects.filter(parent__code=key, valid_to=None).first()
    if below is not None:
        raise Refused("begins", f"它下面还有“{below.name}”等单位；请先给它们另选上级或一并停用。")
