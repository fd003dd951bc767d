"""Mark confidential: caller and material never reach the accused, those above it or below it.

Source: 济南市12345热线条例 art. 32.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hotline.records.models import Case, Department, Staff
from hotline.records.queries.reference import departments
from hotline.rules.life import Status
from hotline.steps.joining.part import part, part_from
from hotline.steps.moving import Refused, moving
from hotline.steps.seeing import seen_by
from hotline.steps.storing.book import together

ALONE = "工单设为保密，单独办理。"


def mark_confidential(
    case: Case,
    *,
    reason: str,
    by: Staff | None,
    at: datetime,
    accused: Sequence[Department] | None = None,
    seen: int | None = None,
) -> Case:
    """Close the case to all but those who must handle it; `accused` are the units reported,
    those already known if it is not given.

    A unit of theirs that has the case loses sight of it at once; the office recalls it then. What
    is joined is parted: an answer of a confidential case reaches nobody else, and none its caller.
    """
    if not reason.strip():
        raise Refused("reason", "请写明保密的原因。")
    with together():
        with moving(case, "mark_confidential", by=by, at=at, seen=seen) as change:
            units = case.accused if accused is None else sorted({unit.pk for unit in accused})
            change.set(
                confidential=True,
                accused=units,
                seen_by=seen_by(case, confidential=True, accused=units),
            )
            change.note = reason.strip()
            change.details = {"accused": sorted(departments()[pk].code for pk in units)}
        if case.status == Status.JOINED:
            part(case, reason=ALONE, by=None, at=at)
        part_from(case, reason=ALONE, at=at)
    return case
