"""Handle again: not solved or not satisfied, so the case goes round once more (重办)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import Refused, moving


def handle_again(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Put the case back before dispatching, with the reason from the callback.

    The old round's deadline ends with it: no clock runs until the case is dispatched again.
    """
    if not reason.strip():
        raise Refused("reason", "请写明重办的原因。")
    with moving(case, "handle_again", by=by, at=at, seen=seen) as change:
        change.set(due_at=None)
        change.note = reason.strip()
    return case
