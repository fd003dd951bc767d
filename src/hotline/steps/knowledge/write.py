"""Write: an article's first text, or a next one (编写、修改、修订). Every save is a version.

Revising leaves what is published in force until the new text is published in its turn.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection

from hotline.records.models import Article, ArticleEntry, ArticleVersion, Department, Staff
from hotline.records.queries.articles import newest_text
from hotline.records.queries.choosing import topics_on
from hotline.rules.articles import ARTICLE_MOVES, ArticleText, Stage, Standing
from hotline.rules.workdays import CHINA
from hotline.steps.knowledge.article_moving import move_article, need_keeper, need_move
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

NUMBER = "ZS{:06d}"


def write_article(
    text: ArticleText,
    *,
    department: Department,
    by: Staff | None,
    at: datetime,
    is_sample: bool = False,
) -> Article:
    """Begin an article with its first draft."""
    move = ARTICLE_MOVES["write"]
    need_keeper(by, move.permit, department)
    _need_right(text, at)
    article = Article(
        number=NUMBER.format(_next_number()),
        stage=Stage.DRAFT,
        standing=Standing.UNPUBLISHED,
        version=1,
        is_sample=is_sample,
        **_shown(text, department),
    )
    version = _version(article, text, department, number=1, by=by, at=at)
    entry = ArticleEntry(
        article=article,
        seq=1,
        at=at,
        by=by,
        verb=move.verb,
        stage=article.stage,
        standing=article.standing,
        text_number=1,
    )
    book().write(Writing(rows=[article, version, entry]))
    return article


def edit_article(
    article: Article,
    text: ArticleText,
    *,
    department: Department,
    by: Staff | None,
    at: datetime,
    seen: int | None = None,
) -> Article:
    """Keep a next text of the draft, or begin a revision where none is being worked on."""
    verb = "edit" if article.stage == Stage.DRAFT else "revise"
    move = need_move(article, verb, by=by, seen=seen)
    need_keeper(by, move.permit, department)
    _need_right(text, at)
    number = newest_text(article).number + 1
    version = _version(article, text, department, number=number, by=by, at=at)
    shown = _shown(text, department) if article.current is None else {}
    move_article(article, verb, by=by, at=at, seen=seen, text=version, **shown)
    return article


def _need_right(text: ArticleText, at: datetime) -> None:
    for field, sentence in text.faults():
        raise Refused(field, sentence)
    known = {topic.code for topic in topics_on(at.astimezone(CHINA).date())}
    if unknown := [code for code in text.topics if code not in known]:
        raise Refused("topics", f"现行分类中没有“{unknown[0]}”，请核对。")


def _shown(text: ArticleText, department: Department) -> dict[str, Any]:
    """What the article shows of its newest text until one is published."""
    return {
        "title": text.title.strip(),
        "department": department,
        "topics": list(text.topics),
        "valid_from": text.valid_from,
        "expires_on": text.expires_on,
    }


def _version(
    article: Article,
    text: ArticleText,
    department: Department,
    *,
    number: int,
    by: Staff | None,
    at: datetime,
) -> ArticleVersion:
    words = {name: value.strip() for name, value in asdict(text).items() if isinstance(value, str)}
    facts = {**_shown(text, department), **words}
    return ArticleVersion(article=article, number=number, at=at, by=by, **facts)


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('article_number_seq')")
        return int(cursor.fetchone()[0])
