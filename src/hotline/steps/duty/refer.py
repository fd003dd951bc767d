"""Refer: the office cannot settle a return by itself and asks for a ruling (提请裁定)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.duty.dispute import ask_ruling
from hotline.steps.duty.request_return import pending_return
from hotline.steps.moving import Refused, moving


def refer(
    case: Case, *, question: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Put the question whose duty it is to the level that rules."""
    if not question.strip():
        raise Refused("question", "请写明需要裁定的问题。")
    with moving(case, "refer", by=by, at=at, seen=seen) as change:
        change.change(pending_return(case), outcome="referred", decided_at=at, decided_by=by)
        ask_ruling(change, question)
    return case
