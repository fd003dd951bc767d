"""Grant an extension: the deadline moves by what was asked, or by less (同意延期)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.deadlines import Part
from hotline.rules.redaction import find
from hotline.steps import clocks
from hotline.steps.moving import Refused, moving
from hotline.steps.waiting.request_extension import need_pending

LONGEST_TOLD = 200


def grant_extension(
    case: Case,
    *,
    by: Staff | None,
    at: datetime,
    amount: int | None = None,
    note: str = "",
    told: str = "",
    seen: int | None = None,
) -> Case:
    """Count the extension after the old deadline; `amount` grants less than was asked.

    `told` is the reason as the citizen may read it.
    """
    with moving(case, "grant_extension", by=by, at=at, seen=seen) as change:
        asked = need_pending(case)
        granted = amount if amount is not None else asked.amount
        if not 1 <= granted <= asked.amount:
            raise Refused("amount", f"请填写同意延长的天数，1 至 {asked.amount}。")
        part = Part(granted, asked.unit)
        for clock in clocks.running(case, "handle", asked.assignment):
            due = clocks.extend(change, clock, part)
            change.change(asked.assignment, due_at=due)
            change.set(due_at=due)
        change.change(
            asked,
            outcome="granted",
            amount=granted,
            decided_at=at,
            decided_by=by,
            decision=note.strip(),
            told=_public(told),
        )
        change.note = note.strip()
        change.details = {"asked": asked.amount, "granted": granted}
    return case


def _public(told: str) -> str:
    """What the citizen may read, refused where it tells of a person."""
    words = told.strip()
    if len(words) > LONGEST_TOLD or find(words):
        raise Refused(
            "told", f"给诉求人的说明最多 {LONGEST_TOLD} 个字，不要写姓名、电话和门牌等个人信息。"
        )
    return words
