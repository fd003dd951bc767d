"""Escalate: the question goes one level up: city government office, then standing meeting."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.duty.dispute import LEVELS, open_ruling
from hotline.steps.moving import Refused, moving


def escalate(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Hand the open question to the next level, with the reason."""
    if not reason.strip():
        raise Refused("reason", "请写明提请上级裁定的理由。")
    with moving(case, "escalate", by=by, at=at, seen=seen) as change:
        ruling = open_ruling(case)
        levels = list(LEVELS)
        place = levels.index(ruling.level) + 1
        if place == len(levels):
            raise Refused("reason", f"已提请{LEVELS[ruling.level]}，没有更高一级，请直接裁定。")
        change.change(ruling, level=levels[place])
        change.note = reason.strip()
        change.details = {"from": ruling.level, "to": levels[place]}
    return case
