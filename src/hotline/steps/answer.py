"""Answer: what can be answered at once is answered at once, and the case is closed (直接解答)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.life import Ending
from hotline.steps.accept import need_classification
from hotline.steps.ending import end_case
from hotline.steps.joining.share_answer import share_with_joined
from hotline.steps.moving import Refused, moving
from hotline.steps.storing.book import together


def answer(
    case: Case, *, text: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Accept and close the case with the answer given; those joined to it get it too."""
    if not text.strip():
        raise Refused("text", "请填写答复内容。")
    need_classification(case)
    with together():
        with moving(case, "answer", by=by, at=at, seen=seen) as change:
            accepted = case.accepted_at or at
            end_case(change, Ending.ANSWERED, answer=text.strip(), accepted_at=accepted)
            change.note = text.strip()
        share_with_joined(case, at=at)
    return case
