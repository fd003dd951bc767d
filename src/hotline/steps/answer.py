"""Answer: what can be answered at once is answered at once, and the case is closed (直接解答)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.accept import need_classification
from hotline.steps.moving import Refused, moving


def answer(
    case: Case, *, text: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Accept and close the case with the answer given."""
    if not text.strip():
        raise Refused("text", "请填写答复内容。")
    need_classification(case)
    with moving(case, "answer", by=by, at=at, seen=seen) as change:
        change.set(answer=text.strip(), accepted_at=case.accepted_at or at, closed_at=at)
        change.note = text.strip()
    return case
