"""Vote: a reader says whether an open question's answer helped."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from hotline.records.models import Article
from hotline.rules.following import OF_VOTE, OF_VOTES
from hotline.steps.following.note_try import TooMany, note_try
from hotline.steps.storing.book import Writing, book


def vote(article: Article, *, helped: bool, whence: str, at: datetime) -> None:
    """Count it once a day for each address and article; who says it again changes nothing."""
    try:
        note_try("vote_at", whence, OF_VOTES, at=at)
        note_try("vote", f"{whence}\x1f{article.pk}", OF_VOTE, at=at)
    except TooMany:
        return
    counted = "helped" if helped else "not_helped"
    book().write(Writing(changes=[(article, {counted: F(counted) + 1})]))
