"""What the office shows to everybody: answered cases, as they were rewritten and let through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from hotline.records.models import PublicAnswer
from hotline.records.scope import everything
from hotline.rules.finding import words_of

PAGE_SIZE = 20
MOST_PAGES = 50
MOST_TOPICS = 60
IN_FEED = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader looks for: words, the code of a topic, a page."""

    query: str = ""
    topic: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Asked:
        """Read from an address; what is not understood is ignored."""
        given = {
            name: query.get(name, "").replace("\0", "").strip()[:100] for name in ("q", "topic")
        }
        page = query.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1  # noqa: PLR2004
        return cls(given["q"], given["topic"], min(max(number, 1), MOST_PAGES))


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """One page of answers; `more` says that another follows."""

    rows: Sequence[PublicAnswer]
    words: tuple[str, ...]
    page: int
    more: bool


def shown_answers() -> QuerySet[PublicAnswer]:
    """What everybody may read now, the newest first; the second wall lets it through."""
    rows = PublicAnswer.objects.filter(withdrawn_at__isnull=True)
    return rows.select_related("topic", "unit").order_by("-published_at")


def find_answers(asked: Asked) -> AnswersPage:
    """The answers with every word, of the topic or those below it."""
    words = words_of(asked.query)
    found = shown_answers().filter(*(Q(words__contains=word) for word in words))
    if asked.topic:
        found = found.filter(topic__path__contains=[asked.topic])
    start = (asked.page - 1) * PAGE_SIZE
    rows = list(found[start : start + PAGE_SIZE + 1])
    return AnswersPage(rows[:PAGE_SIZE], words, asked.page, len(rows) > PAGE_SIZE)


def topics_shown() -> list[tuple[str, str]]:
    """The topics that anything shown is about, the fullest first, by code."""
    rows = PublicAnswer.objects.filter(withdrawn_at__isnull=True, topic__isnull=False)
    counted = rows.values_list("topic__code", "topic__name").annotate(n=Count("pk"))
    return [(code, name) for code, name, _ in counted.order_by("-n", "topic__code")[:MOST_TOPICS]]


def answer_shown(answer: UUID) -> PublicAnswer | None:
    """One of them; None where there is none or it was withdrawn."""
    return shown_answers().filter(pk=answer).first()


@everything()
def withdrawal_of(answer: UUID) -> tuple[datetime, datetime, str] | None:
    """Of an answer that was withdrawn: since when it was shown, until when, and why no longer."""
    rows = PublicAnswer.objects.filter(pk=answer, withdrawn_at__isnull=False)
    found = rows.values_list("published_at", "withdrawn_at", "withdrawn_why").first()
    return found if found is not None and found[1] is not None else None
