"""Review: somebody else finds the text right (审核通过)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Article, Staff
from hotline.steps.knowledge.article_moving import move_article, need_move, need_other_eyes


def review_article(
    article: Article, *, by: Staff | None, at: datetime, seen: int | None = None
) -> Article:
    """Pass the text on to be published."""
    need_move(article, "review", by=by, seen=seen)
    need_other_eyes(article, by)
    move_article(article, "review", by=by, at=at, seen=seen)
    return article
