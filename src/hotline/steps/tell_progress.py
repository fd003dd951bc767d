"""Tell progress: the same matter is known, nothing is new; the caller is told how far it is."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.life import STATUS_NAMES, Status
from hotline.rules.telling import telling
from hotline.steps.ending import end_case
from hotline.steps.moving import Refused, moving


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
    told = telling("tell_progress", "", text, status=STATUS_NAMES[Status(earlier.status)])
    with moving(case, "tell_progress", by=by, at=at, seen=seen) as change:
        end_case(change, "progress_told", answer=told, repeats=earlier)
        change.note = told
        change.details = {"earlier": earlier.number}
    return case
