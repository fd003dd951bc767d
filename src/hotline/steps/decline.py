"""Decline: a secret, a matter beyond the remit, or an unlawful wish is not taken on (不予受理)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.telling import GROUNDS_TO_DECLINE, telling
from hotline.steps.ending import end_case
from hotline.steps.moving import Refused, moving


def decline(
    case: Case,
    *,
    ground: str,
    by: Staff | None,
    at: datetime,
    text: str = "",
    seen: int | None = None,
) -> Case:
    """End the case without handling; the text told defaults to that of the ground."""
    if ground not in GROUNDS_TO_DECLINE:
        names = "、".join(GROUNDS_TO_DECLINE.values())
        raise Refused("ground", f"请选择不予受理的理由：{names}。")
    told = telling("decline", ground, text)
    with moving(case, "decline", by=by, at=at, seen=seen) as change:
        end_case(change, "declined", answer=told)
        change.note = told
        change.details = {"ground": ground}
    return case
