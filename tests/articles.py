"""Invented articles for tests, brought to a stage by the real steps, and the people who do it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hotline.records.models import Article, Staff
from hotline.rules.articles import ArticleText
from hotline.rules.workdays import CHINA
from hotline.steps.knowledge.publish import publish_article
from hotline.steps.knowledge.review import review_article
from hotline.steps.knowledge.submit import submit_article
from hotline.steps.knowledge.write import edit_article, write_article
from tests.factories import City, make_role, make_staff

NOW = datetime.now(UTC)
TODAY = NOW.astimezone(CHINA).date()
NEXT_YEAR = TODAY + timedelta(days=365)
ROLES = {
    "writer": ["read_articles", "write_article", "settle_correction"],
    "reviewer": ["read_articles", "review_article"],
    "publisher": ["read_articles", "publish_article"],
    "chief": ["read_articles", "write_article", "review_article", "publish_article"],
    "taker": ["read_articles", "ask_correction", "see_all_cases", "answer"],
}


def keeper(city: City, role: str, unit: str = "", *, name: str = "") -> Staff:
    """A person of the knowledge base, made at the first asking."""
    username = name or f"kb-{role}-{unit}"
    if username not in city.staff:
        code = f"kb_{role}"
        if code not in city.roles:
            city.roles[code] = make_role(code, role, ROLES[role])
        city.staff[username] = make_staff(
            username, roles=[city.roles[code]], unit=city.units.get(unit)
        )
    return city.staff[username]


def text(**facts: Any) -> ArticleText:
    """A text that is right, unless told otherwise."""
    return ArticleText(
        **{
            "title": "停水查询",
            "question": "为什么停水？",
            "answer": "计划停水会提前一天公布。",
            "text": "抢修请等待。",
            "topics": ("010216",),
            "valid_from": date(2020, 1, 1),
            "expires_on": NEXT_YEAR,
            **facts,
        }
    )


def drafted(city: City, *, unit: str = "east", at: datetime = NOW, **facts: Any) -> Article:
    """A draft of the office's writer."""
    return write_article(
        text(**facts), department=city.units[unit], by=keeper(city, "writer"), at=at
    )


def published(city: City, *, unit: str = "east", at: datetime = NOW, **facts: Any) -> Article:
    """An article in force."""
    return put_out(city, drafted(city, unit=unit, at=at, **facts), at=at)


def put_out(city: City, article: Article, *, at: datetime = NOW) -> Article:
    """Submit, review and publish the newest text."""
    submit_article(article, by=keeper(city, "writer"), at=at)
    review_article(article, by=keeper(city, "reviewer"), at=at)
    publish_article(article, by=keeper(city, "publisher"), at=at)
    return article


def revised(city: City, article: Article, **facts: Any) -> Article:
    """A next text of the office's writer, kept as a draft."""
    return edit_article(
        article,
        text(**facts),
        department=article.department,
        by=keeper(city, "writer"),
        at=NOW,
    )
