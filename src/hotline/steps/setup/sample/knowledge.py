"""The sample articles of a city, written, reviewed and published by the steps of every article.

Their days are counted from the day of loading, so that there is always one that ends soon and one
that has ended.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from hotline.records.models import Article, Department
from hotline.rules.articles import ArticleText
from hotline.rules.workdays import CHINA
from hotline.steps.knowledge.ask_correction import ask_correction
from hotline.steps.knowledge.expire import expire_due
from hotline.steps.knowledge.open_to_all import open_article, tells_of_a_person
from hotline.steps.knowledge.publish import publish_article
from hotline.steps.knowledge.review import review_article
from hotline.steps.knowledge.submit import submit_article
from hotline.steps.knowledge.write import write_article
from hotline.steps.setup.sample.staff import Crew

FILE = "knowledge.toml"
BEGUN = 20
A_WHILE = timedelta(hours=1)
TEXTS = ("title", "question", "answer", "text", "materials", "links")


def load_articles(folder: Path, *, at: datetime) -> int:
    """Load the articles of a city that has none yet; says how many."""
    path = folder / FILE
    if not path.is_file() or Article.objects.exists():
        return 0
    rows = tomllib.loads(path.read_text("utf-8"))["article"]
    crew = Crew()
    with transaction.atomic():
        for row in rows:
            _load(row, crew, at)
        expire_due(at=at)
    return len(rows)


def _load(row: Mapping[str, Any], crew: Crew, now: datetime) -> None:
    """One article as far as its stage; what was found wrong with it comes last."""
    at = now - timedelta(days=row.get("begun", BEGUN))
    writer, reviewer = crew.office("write_article"), crew.office("review_article")
    article = write_article(
        _text(row, at),
        department=Department.objects.get(code=row["unit"]),
        by=writer,
        at=at,
        is_sample=True,
    )
    stage = row.get("stage", "published")
    if stage in ("submitted", "published"):
        submit_article(article, by=writer, at=at + A_WHILE)
    if stage == "published":
        review_article(article, by=reviewer, at=at + 2 * A_WHILE)
        publisher = crew.office("publish_article")
        publish_article(article, by=publisher, at=at + 3 * A_WHILE)
        if article.current is not None and not tells_of_a_person(article.current):
            open_article(article, reason="办事指南", by=publisher, at=at + 4 * A_WHILE)
    if "wrong" in row:
        asker = crew.office("ask_correction")
        ask_correction(article, wrong=row["wrong"], by=asker, at=now - A_WHILE)


def _text(row: Mapping[str, Any], at: datetime) -> ArticleText:
    first = at.astimezone(CHINA).date()
    return ArticleText(
        **{name: row[name].strip() for name in TEXTS if name in row},
        topics=tuple(row["topics"]),
        valid_from=first,
        expires_on=first + timedelta(days=row["days"]),
    )
