"""Expire: the last day of an article is over, and it is not answered from any more (到期下架)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Article, Staff
from hotline.rules.articles import Standing
from hotline.rules.workdays import CHINA
from hotline.steps.knowledge.article_moving import move_article, need_move
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace


def expire_article(article: Article, *, by: Staff | None, at: datetime) -> Article:
    """Mark an article whose last day, by the Chinese calendar day, is over."""
    need_move(article, "expire", by=by, seen=None)
    if article.expires_on >= at.astimezone(CHINA).date():
        raise Refused("expires_on", "有效期还没有结束；如需停用，请撤回。")
    move_article(article, "expire", by=by, at=at)
    return article


def expire_due(*, at: datetime) -> int:
    """Mark every article that is due; says how many. Running it again changes nothing."""
    today = at.astimezone(CHINA).date()
    due = Article.objects.filter(standing=Standing.PUBLISHED, expires_on__lt=today)
    marked = 0
    for article in due.select_related("department").order_by("number"):
        try:
            expire_article(article, by=None, at=at)
        except LostRace:
            continue  # somebody renewed or withdrew it meanwhile; the next round looks again
        marked += 1
    return marked
