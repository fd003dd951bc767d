"""Accept: the office takes the matter on; it now waits to be dispatched (受理)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import Refused, moving


def accept(case: Case, *, by: Staff | None, at: datetime, seen: int | None = None) -> Case:
    """Take the case on; it must be classified by then."""
    need_classification(case)
    with moving(case, "accept", by=by, at=at, seen=seen) as change:
        change.set(accepted_at=at)
    return case


def need_classification(case: Case) -> None:
    """Refuse what would be counted without kind and topic."""
    if case.kind_id is None:
        raise Refused("kind", "请先选择诉求类型，再办理下一步。")
    if case.topic_id is None:
        raise Refused("topic", "请先选择问题分类，再办理下一步。")
