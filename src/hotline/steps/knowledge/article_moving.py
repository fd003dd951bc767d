"""The single place where an article's stage and standing change: guard, change, journal at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from hotline.records.models import Article, ArticleEntry, ArticleVersion, Department, Staff
from hotline.records.queries.articles import looks_after, newest_text
from hotline.rules.articles import (
    ARTICLE_MOVES,
    STAGE_NAMES,
    STANDING_NAMES,
    ArticleMove,
    Stage,
    Standing,
)
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import LostRace, Writing, assign, book

WHAT = "这篇知识"


def move_article(
    article: Article,
    verb: str,
    *,
    by: Staff | None,
    at: datetime,
    seen: int | None = None,
    note: str = "",
    text: ArticleVersion | None = None,
    **facts: Any,
) -> None:
    """Move the article by `verb` and journal it; `text` is a new version to keep with it.

    Refuses who may not, what is not open, and who comes second.
    """
    move = need_move(article, verb, by=by, seen=seen)
    stage, standing = move.lands_on(Stage(article.stage), Standing(article.standing))
    newest = text if text is not None else newest_text(article)
    where = {"stage": stage.value, "standing": standing.value}
    changed = {**facts, **where, "version": article.version + 1}
    entry = ArticleEntry(
        article=article,
        seq=changed["version"],
        at=at,
        by=by,
        verb=verb,
        **where,
        text_number=newest.number,
        note=note,
    )
    with transaction.atomic():
        guard = Article.objects.filter(pk=article.pk, version=article.version)
        if not guard.update(**changed):
            raise LostRace(WHAT)
        book().write(Writing(rows=[entry] if text is None else [text, entry]))
    assign(article, changed)


def need_move(article: Article, verb: str, *, by: Staff | None, seen: int | None) -> ArticleMove:
    """The row of the table, or the refusal of who may not, what is not open, and what is old."""
    move = ARTICLE_MOVES[verb]
    need_keeper(by, move.permit, article.department)
    if not move.is_open(Stage(article.stage), Standing(article.standing)):
        now = f"{STANDING_NAMES[Standing(article.standing)]}、{STAGE_NAMES[Stage(article.stage)]}"
        raise Refused("stage", f"{WHAT}现为“{now}”，不能“{move.name}”；请刷新后再看。")
    if seen is not None and seen != article.version:
        raise LostRace(WHAT)
    return move


def need_keeper(by: Staff | None, permit_name: str, unit: Department) -> None:
    """Refuse who lacks the permit, and a unit's person who reaches for another unit's article."""
    permit(by, permit_name)
    if by is not None and not looks_after(by, unit):
        raise Refused("department", f"“{unit.name}”的知识由该单位维护，请选择本单位或下级单位。")


def need_other_eyes(article: Article, by: Staff | None) -> None:
    """Nobody passes or publishes what they wrote themselves, not even a part of it."""
    since = article.current.number if article.current is not None else 0
    own = ArticleVersion.objects.filter(article=article, number__gt=since, by=by)
    if by is not None and own.exists():
        raise Refused("by", "这一稿您参与了编写，请由其他人审核、发布。")


def need_reason(reason: str) -> str:
    """The reason as it is kept."""
    if not reason.strip():
        raise Refused("reason", "请写明原因。")
    return reason.strip()
