"""Drop: a revision that was begun is not wanted; what was published stays as it is (放弃修改稿)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Article, Staff
from hotline.steps.knowledge.article_moving import move_article


def drop_revision(
    article: Article, *, by: Staff | None, at: datetime, seen: int | None = None
) -> Article:
    """End the revision; its texts stay among the versions."""
    move_article(article, "drop", by=by, at=at, seen=seen)
    return article
