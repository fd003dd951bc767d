"""Tell progress: the same matter is known, nothing is new; the caller is told how far it is."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.life import STATUS_NAMES, Ending, Status
from hotline.rules.telling import telling
from hotline.steps.ending import tell_and_end
from hotline.steps.moving import Refused


def tell_progress(
    case: Case,
    *,
    earlier: Case | None,
    by: Staff | None,
    at: datetime,
    text: str = "",
    seen: int | None = None,
) -> Case:
    """End the case as a repeat of `earlier`, open or closed, whose progress was told."""
    if earlier is None:
        raise Refused("earlier", "请填写原工单的编号。")
    if earlier.pk == case.pk:
        raise Refused("earlier", "原工单不能是这件工单自己，请填写先前那件的编号。")
    if earlier.confidential:
        raise Refused("earlier", f"工单 {earlier.number} 是保密工单，不能告知进展，请另作处理。")
    _need_open_way(case, earlier)
    told = telling("tell_progress", "", text, status=STATUS_NAMES[Status(earlier.status)])
    return tell_and_end(
        case,
        "tell_progress",
        Ending.PROGRESS_TOLD,
        told,
        {"earlier": earlier.number},
        by=by,
        at=at,
        seen=seen,
        repeats=earlier,
    )


def _need_open_way(case: Case, earlier: Case) -> None:
    """Refuse an earlier case that nobody handles: withdrawn, or itself told of this one."""
    if earlier.status == Status.WITHDRAWN:
        raise Refused("earlier", f"原工单 {earlier.number} 已撤销，没有进展可以告知，请另作处理。")
    known: Case | None = earlier
    while known is not None and known.pk != case.pk:
        known = known.repeats
    if known is not None:
        raise Refused("earlier", f"工单 {earlier.number} 正是按本工单告知进展的，请另作处理。")
