"""Decline: a secret, a matter beyond the remit, or an unlawful wish is not taken on (不予受理)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.life import Ending
from hotline.rules.telling import GROUNDS_TO_DECLINE, telling
from hotline.steps.ending import tell_and_end
from hotline.steps.moving import Refused


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
    return tell_and_end(
        case,
        "decline",
        Ending.DECLINED,
        told,
        {"ground": ground},
        by=by,
        at=at,
        seen=seen,
    )
