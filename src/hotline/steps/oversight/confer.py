"""Confer: the units have sat down together; the minutes are kept with the case (会商)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Case, Conference, Department, Staff
from hotline.steps.moving import Refused, moving


def confer(
    case: Case,
    *,
    departments: Sequence[Department],
    minutes: str,
    conclusion: str,
    by: Staff | None,
    at: datetime,
    held_at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Keep a conference: when it was held (now, if not given), who took part, what was agreed."""
    if not departments:
        raise Refused("departments", "请选择参加会商的单位。")
    if not minutes.strip():
        raise Refused("minutes", "请填写会商纪要。")
    if not conclusion.strip():
        raise Refused("conclusion", "请填写会商结论：由谁、在什么时候前、做什么。")
    if held_at is not None and held_at > at:
        raise Refused("held_at", "会商时间不能晚于现在，请改正。")
    with moving(case, "confer", by=by, at=at, seen=seen) as change:
        change.add(
            Conference(
                id=new_id(),
                case=case,
                held_at=held_at or at,
                kept_at=at,
                kept_by=by,
                departments=[unit.pk for unit in departments],
                minutes=minutes.strip(),
                conclusion=conclusion.strip(),
            )
        )
        change.note = conclusion.strip()
        change.details = {"units": [unit.code for unit in departments]}
    return case
