"""Lift confidentiality: the case is open to all who handle such cases; the accused stay out."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import Refused, moving
from hotline.steps.seeing import seen_by


def lift_confidential(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Undo the marking, with a reason."""
    if not reason.strip():
        raise Refused("reason", "请写明解除保密的原因。")
    if not case.confidential:
        raise Refused("reason", "这件工单不是保密工单，不用解除。")
    with moving(case, "lift_confidential", by=by, at=at, seen=seen) as change:
        change.set(confidential=False, seen_by=seen_by(case, confidential=False))
        change.note = reason.strip()
    return case
