"""Step aside: a person with an interest in a case has no more to do with it (回避)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import Refused, moving


def step_aside(
    case: Case,
    *,
    reason: str,
    by: Staff | None,
    at: datetime,
    person: Staff | None = None,
    seen: int | None = None,
) -> Case:
    """Keep a person out of the case: oneself, or by whoever supervises, somebody else."""
    aside = person or by
    if aside is None:
        raise Refused("person", "请选择需要回避的人员。")
    if not reason.strip():
        raise Refused("reason", "请写明回避的原因。")
    if by is not None and aside.pk != by.pk and not by.may("supervise"):
        raise NotPermitted("supervise")
    with moving(case, "step_aside", by=by, at=at, seen=seen) as change:
        change.set(stepped_aside=sorted({*case.stepped_aside, aside.pk}))
        change.note = reason.strip()
        change.details = {"person": aside.pk}
    return case
