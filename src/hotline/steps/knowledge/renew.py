"""Renew: the text still holds, for some time more (延长有效期)."""

from __future__ import annotations

from datetime import date, datetime

from hotline.records.models import Article, Staff
from hotline.rules.workdays import CHINA
from hotline.steps.knowledge.article_moving import move_article, need_move
from hotline.steps.moving import Refused


def renew_article(
    article: Article,
    *,
    expires_on: date,
    by: Staff | None,
    at: datetime,
    seen: int | None = None,
) -> Article:
    """Give the text in force, or one that has expired, a later last day."""
    need_move(article, "renew", by=by, seen=seen)
    if expires_on <= max(article.expires_on, at.astimezone(CHINA).date()):
        raise Refused("expires_on", "新的截止日应晚于今天和原截止日，请改正。")
    note = f"有效期由 {article.expires_on} 延至 {expires_on}"
    move_article(article, "renew", by=by, at=at, seen=seen, note=note, expires_on=expires_on)
    return article
