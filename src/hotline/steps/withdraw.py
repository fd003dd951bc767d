"""Withdraw: the citizen takes the matter back; nothing more is done about it (撤销)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.duty.dispute import lapse_questions
from hotline.steps.ending import end_shares, stop_clocks
from hotline.steps.joining.part import part_from
from hotline.steps.moving import Refused, moving
from hotline.steps.storing.book import together
from hotline.steps.waiting.request_extension import lapse_extension


def withdraw(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """End the case as withdrawn; what was joined to it goes on by itself."""
    if not reason.strip():
        raise Refused("reason", "请写明诉求人撤销的原因和方式。")
    with together():
        with moving(case, "withdraw", by=by, at=at, seen=seen) as change:
            lapse_extension(change)
            lapse_questions(change)
            end_shares(change, "withdrawn")
            stop_clocks(change)
            change.set(due_at=None, shelved_until=None)
            change.note = reason.strip()
        part_from(case, reason=f"主工单 {case.number} 已由诉求人撤销。", at=at)
    return case
