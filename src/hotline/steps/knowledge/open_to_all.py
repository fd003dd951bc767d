"""Open to all: everybody may read an article on the citizens' site, or no longer (公开、停止公开).

What was published for call-takers may name people; so the text is searched before everybody reads
it. An office's own telephone and address belong into an answer: whoever opens it says so in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from hotline.records.models import Article, ArticleVersion, Staff
from hotline.rules.redaction import KINDS, Sensitive, find
from hotline.steps.knowledge.article_moving import move_article, need_move
from hotline.steps.moving import Refused

# What an office may say of itself; nothing else of what is found can be passed.
OFFICES_OWN = frozenset({"phone", "address"})
SHOWN = ("title", "question", "answer", "text", "materials", "links")


def open_article(
    article: Article, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Article:
    """Show the text in force to everybody; what is shown already stays shown."""
    need_move(article, "open", by=by, seen=seen)
    if article.is_public:
        return article
    if by is not None and not reason.strip():
        raise Refused("reason", "请写明为什么可以公开。")
    if article.current is not None:
        need_public(article.current, reason)
    move_article(article, "open", by=by, at=at, seen=seen, note=reason.strip(), is_public=True)
    return article


def close_article(
    article: Article, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Article:
    """Show it to everybody no longer; call-takers keep it."""
    need_move(article, "keep_in", by=by, seen=seen)
    if not article.is_public:
        raise Refused("reason", "这篇知识没有公开。")
    if not reason.strip():
        raise Refused("reason", "请写明停止公开的原因。")
    move_article(article, "keep_in", by=by, at=at, seen=seen, note=reason.strip(), is_public=False)
    return article


def need_public(text: ArticleVersion, reason: str = "") -> None:
    """Refuse a text that tells of a person; of offices' own numbers the reason must speak."""
    for place in found_in(text):
        told = f"“{place.text}”涉及{KINDS[place.kind]}"
        if place.kind not in OFFICES_OWN:
            raise Refused("reason", f"{told}，不能公开；请先修订这篇知识。")
        if not reason.strip():
            raise Refused("reason", f"{told}；如果是办事机构自己的，请写明后再公开。")


def found_in(text: ArticleVersion) -> Iterator[Sensitive]:
    """Every place of a text that could tell of a person."""
    for name in SHOWN:
        yield from find(getattr(text, name))


def tells_of_a_person(text: ArticleVersion) -> bool:
    """Whether a text holds anything that has to be looked at before everybody reads it."""
    return any(True for _ in found_in(text))
