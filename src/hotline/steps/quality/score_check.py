"""Score a check: fill the sheet for one drawn case; a later sheet replaces it, none is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import JournalEntry, QualityCheck, QualityScore, Staff
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import LostRace, Writing, book, together


def score_check(
    check: QualityCheck,
    *,
    points: Mapping[str, int],
    by: Staff,
    at: datetime,
    findings: str = "",
    comment: str = "",
    reason: str = "",
    seen: int | None = None,
) -> QualityScore:
    """Keep the points of every item of the sample's sheet; a correction says its reason.

    Nobody scores a case that they worked on. Raises LostRace where somebody scored meanwhile.
    """
    permit(by, "sample_quality")
    if JournalEntry.objects.filter(case=check.case_id, by=by).exists():
        raise Refused("", "这件工单您自己经办过，不能给自己打分；请由其他人评分。")
    for item in check.sample.sheet:
        _need_points(item, points.get(item["code"]))
    if check.times and not reason.strip():
        raise Refused("reason", "更正已有的评分，请写明原因；原评分保留。")
    total = sum(points[item["code"]] for item in check.sample.sheet)
    if total < sum(item["points"] for item in check.sample.sheet) and not findings.strip():
        raise Refused("findings", "有扣分的，请写明发现的问题。")
    score = QualityScore(
        id=new_id(),
        check_of=check,
        case_id=check.case_id,
        at=at,
        by=by,
        points={item["code"]: points[item["code"]] for item in check.sample.sheet},
        total=total,
        findings=findings.strip(),
        comment=comment.strip(),
        reason=reason.strip(),
    )
    facts = {"score": total, "scored_at": at, "scored_by": by, "times": check.times + 1}
    with together():
        held = QualityCheck.objects.select_for_update().get(pk=check.pk)
        if held.times != (check.times if seen is None else seen):
            raise LostRace("评分")
        book().write(Writing(rows=[score], changes=[(held, facts)]))
    return score


def _need_points(item: Mapping[str, object], given: int | None) -> None:
    most = int(str(item["points"]))
    if given is None or not 0 <= given <= most:
        raise Refused(str(item["code"]), f"“{item['name']}”请打 0 到 {most} 分。")
