"""Raise supervision: what is watched already is watched more sternly (督办升级)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.supervision import LEVELS, levels_above
from hotline.steps.moving import Refused, moving
from hotline.steps.oversight.supervise import move_clock, need_later, need_supervision


def raise_supervision(
    case: Case,
    *,
    level: str,
    reason: str,
    by: Staff | None,
    at: datetime,
    due_at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Raise the open supervision to a higher level; its deadline stays unless another is given."""
    if not reason.strip():
        raise Refused("reason", "请写明升级督办的原因。")
    need_later(due_at, at)
    with moving(case, "raise_supervision", by=by, at=at, seen=seen) as change:
        supervision = need_supervision(case, "level")
        _need_higher(level, supervision.level)
        change.details = {"from": supervision.level, "level": level}
        change.change(supervision, level=level, due_at=due_at or supervision.due_at)
        if due_at is not None:
            move_clock(change, due_at)
        change.note = reason.strip()
    return case


def _need_higher(level: str, present: str) -> None:
    above = levels_above(present)
    if not above:
        raise Refused("level", f"已是最高级别“{LEVELS[present]}”，不能再升级。")
    if level not in above:
        names = "、".join(LEVELS[higher] for higher in above)
        raise Refused("level", f"现为“{LEVELS[present]}”，只能升级为：{names}。")
