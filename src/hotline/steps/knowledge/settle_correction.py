"""Settle a correction: the one who keeps the article says what comes of it (处理纠错)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Correction, Staff
from hotline.steps.knowledge.article_moving import need_keeper
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace, Writing, book

OUTCOMES = {"accepted": "采纳", "declined": "不采纳"}
LONGEST = 1_000


def settle_correction(
    correction: Correction, *, outcome: str, answer: str, by: Staff | None, at: datetime
) -> Correction:
    """Accept or decline, with an answer; what is accepted is then revised like any article."""
    need_keeper(by, "settle_correction", correction.article.department)
    if outcome not in OUTCOMES:
        raise Refused("outcome", "请选择采纳或不采纳。")
    if not answer.strip():
        raise Refused("answer", "请写明处理意见。")
    if len(answer) > LONGEST:
        raise Refused("answer", f"超过 {LONGEST} 个字，请删减。")
    if correction.settled_at is not None:
        raise LostRace("这条纠错")
    facts = {"outcome": outcome, "answer": answer.strip(), "settled_at": at, "settled_by": by}
    try:
        book().write(Writing(changes=[(correction, facts)]))
    except LostRace as error:
        raise LostRace("这条纠错") from error
    return correction
