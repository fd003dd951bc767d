"""Send back: the text must be changed before it can go out (退回修改)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Article, Staff
from hotline.steps.knowledge.article_moving import move_article, need_move, need_reason


def send_back_article(
    article: Article, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Article:
    """Give the text back to its writers with a reason."""
    need_move(article, "send_back", by=by, seen=seen)
    move_article(article, "send_back", by=by, at=at, seen=seen, note=need_reason(reason))
    return article
