"""Refuse an extension: the deadline stays, and the unit is told why (不同意延期)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import Refused, moving
from hotline.steps.waiting.request_extension import need_pending


def refuse_extension(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Decide the request that waits, against it."""
    if not reason.strip():
        raise Refused("reason", "请写明不同意延期的原因。")
    with moving(case, "refuse_extension", by=by, at=at, seen=seen) as change:
        change.change(
            need_pending(case),
            outcome="refused",
            decided_at=at,
            decided_by=by,
            decision=reason.strip(),
        )
        change.note = reason.strip()
    return case
