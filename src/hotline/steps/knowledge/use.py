"""Use: a citizen is answered from an article (采用). Counted once per case."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from hotline.records.models import Article, ArticleUse, Case, Staff
from hotline.rules.articles import Standing
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book


def use_article(article: Article, *, case: Case | None, by: Staff | None, at: datetime) -> bool:
    """Note that the text in force was used; says whether this counts as one more use."""
    permit(by, "read_articles")
    _need_in_force(article, at)
    if case is not None and ArticleUse.objects.filter(article=article, case=case).exists():
        return False
    use = ArticleUse(article=article, text=article.current, case=case, by=by, at=at)
    # The count is for everybody to see: it must not tell that somebody called in confidence.
    more = 0 if case is not None and case.confidential else 1
    one_more = {"used_count": F("used_count") + more}
    try:
        with transaction.atomic():
            book().write(Writing(rows=[use], changes=[(article, one_more)]))
    except IntegrityError:
        return False  # counted by somebody else at this very moment
    article.refresh_from_db(fields=["used_count"])
    return True


def _need_in_force(article: Article, at: datetime) -> None:
    today = at.astimezone(CHINA).date()
    is_valid = article.valid_from <= today <= article.expires_on
    if article.standing != Standing.PUBLISHED or not is_valid:
        raise Refused("article", "这篇知识不在有效期内，不能用于答复。")
