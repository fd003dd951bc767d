"""Submit: the draft is ready to be looked at by others (送审)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Article, Staff
from hotline.steps.knowledge.article_moving import move_article


def submit_article(
    article: Article, *, by: Staff | None, at: datetime, seen: int | None = None
) -> Article:
    """Hand the draft on to be reviewed."""
    move_article(article, "submit", by=by, at=at, seen=seen)
    return article
