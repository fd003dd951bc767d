"""Publish: the reviewed text takes the place of the one before it (发布)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Article, ArticleVersion, Staff
from hotline.records.queries.articles import newest_text
from hotline.rules.finding import folded
from hotline.rules.workdays import CHINA
from hotline.steps.knowledge.article_moving import move_article, need_move, need_other_eyes
from hotline.steps.knowledge.open_to_all import tells_of_a_person
from hotline.steps.moving import Refused


def publish_article(
    article: Article, *, by: Staff | None, at: datetime, seen: int | None = None
) -> Article:
    """Put the newest text in force for everyone who answers.

    What everybody may read stays open only where the new text still tells of nobody; else a person
    opens it anew.
    """
    need_move(article, "publish", by=by, seen=seen)
    need_other_eyes(article, by)
    text = newest_text(article)
    if text.expires_on < at.astimezone(CHINA).date():
        raise Refused("expires_on", "这一稿的有效期已过，请退回修改有效期后再发布。")
    move_article(
        article,
        "publish",
        by=by,
        at=at,
        seen=seen,
        current=text,
        title=text.title,
        department=text.department,
        topics=text.topics,
        valid_from=text.valid_from,
        expires_on=text.expires_on,
        words=searched(text),
        published_at=at,
        is_public=article.is_public and not tells_of_a_person(text),
    )
    return article


def searched(text: ArticleVersion) -> str:
    """All words of a text as they are searched; the first line is the title."""
    parts = (text.title, text.question, text.answer, text.text, text.materials)
    return folded("\n".join(parts))
