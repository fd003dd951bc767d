"""Ask for a correction: whoever answers says what is wrong in an article (提出纠错)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Article, Correction, Staff
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

LONGEST = 1_000


def ask_correction(article: Article, *, wrong: str, by: Staff | None, at: datetime) -> Correction:
    """Tell those who look after the article what is wrong with the text in force."""
    permit(by, "ask_correction")
    if not wrong.strip():
        raise Refused("wrong", "请写明哪里不对，正确的是什么。")
    if len(wrong) > LONGEST:
        raise Refused("wrong", f"超过 {LONGEST} 个字，请删减。")
    if article.current is None:
        raise Refused("wrong", "这篇知识还没有发布，请直接修改。")
    correction = Correction(
        article=article, text=article.current, wrong=wrong.strip(), asked_at=at, asked_by=by
    )
    book().write(Writing(rows=[correction]))
    return correction
