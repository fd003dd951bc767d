"""Withdraw: what was published must not be answered from any more (撤回)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Article, Staff
from hotline.steps.knowledge.article_moving import move_article, need_move, need_reason


def withdraw_article(
    article: Article, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Article:
    """Take the article out of force at once, with the reason."""
    need_move(article, "withdraw", by=by, seen=seen)
    move_article(article, "withdraw", by=by, at=at, seen=seen, note=need_reason(reason))
    return article
