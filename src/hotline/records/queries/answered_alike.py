"""Material for an answer: what was answered before to matters like this one, and knowledge.

Bounded: the newest closed cases of the unit by its index, the newest answers that everybody may
read, and one page of articles; they are ranked in memory by the words that they share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from hotline.records.models import Case, Staff, Topic
from hotline.records.queries.access import cases_for
from hotline.records.queries.alike import words_in
from hotline.records.queries.articles import Sought, find_articles
from hotline.records.queries.choosing import topic_label
from hotline.records.queries.public_answers import shown_answers
from hotline.rules.life import CLOSED
from hotline.rules.likeness import shared
from hotline.rules.workdays import china

T = TypeVar("T")
READ_BACK = 200
SHOWN = 4
ARTICLES = 3
ENOUGH = 0.3
SAME_TOPIC = 0.1
_PLACE = re.compile(r"^(?:[一-鿿]{2,3}[区县市])?(?:[一-鿿]{2,5}(?:街道|镇|乡))?")


@dataclass(frozen=True, slots=True)
class Material:
    """One answer that may be taken over: where it comes from, its text and how alike it is."""

    source: str
    name: str
    title: str
    text: str
    number: str = ""
    is_public: bool = False


def material_for(staff: Staff, case: Case, now: datetime) -> list[Material]:
    """What may be taken over into the answer to `case`, the most alike of each source first."""
    words = f"{case.title}\n{case.text}"
    return [
        *answered_alike(staff, words, case.topic, but=case),
        *_articles(staff, words, case.topic, now),
    ]


def answered_alike(
    staff: Staff, words: str, topic: Topic | None, but: Case | None = None
) -> list[Material]:
    """Answers that were given before to matters like the one that these words tell of."""
    return [*_cases(staff, words, topic, but), *_public(words, topic)]


def _cases(staff: Staff, words: str, topic: Topic | None, but: Case | None) -> list[Material]:
    """Closed cases that this person may see, none of them confidential: a unit's those that it
    led, the office's the newest; either way the index gives them in order."""
    found = cases_for(staff).filter(status__in=sorted(CLOSED), confidential=False)
    if staff.department is not None:
        found = found.filter(lead=staff.department).order_by("-accepted_at")
    else:
        found = found.order_by("-registered_at")
    if but is not None:
        found = found.exclude(pk=but.pk)
    columns = ("number", "title", "answer", "topic_id")
    rows = list(found.exclude(answer="").only(*columns)[:READ_BACK])
    same = topic.pk if topic is not None else None
    ranked = _best(
        [
            (shared(words, _matter(row.title)) + SAME_TOPIC * (row.topic_id == same), row)
            for row in rows
        ]
    )
    return [
        Material("已答复工单", row.number, row.title, row.answer, number=row.number)
        for row in ranked
    ]


def _matter(title: str) -> str:
    """A title without the place that it begins with and the word 问题: two matters of one street
    are not alike for that."""
    return _PLACE.sub("", title).removesuffix("问题") or title


def _public(words: str, topic: Topic | None) -> list[Material]:
    """Answers that the office shows to everybody."""
    rows = list(shown_answers()[:READ_BACK])
    same = topic.pk if topic is not None else None
    ranked = _best(
        [(shared(words, row.question) + SAME_TOPIC * (row.topic_id == same), row) for row in rows]
    )
    return [
        Material(
            "选登答复", f"{row.published_at:%Y-%m-%d}", row.question, row.answer, is_public=True
        )
        for row in ranked
    ]


def _articles(staff: Staff, words: str, topic: Topic | None, now: datetime) -> list[Material]:
    """Published articles of the topic, else those with the strongest word of the topics' lists."""
    if not staff.may("read_articles"):
        return []
    strongest = " ".join(words_in(words, now)[:1])
    sought = Sought(topic=topic_label(topic)) if topic is not None else Sought(query=strongest)
    if sought == Sought():
        return []
    rows = find_articles(sought, china(now).date()).rows[:ARTICLES]
    return [
        Material("知识库", row.number, row.title, row.current.answer)
        for row in rows
        if row.current is not None
    ]


def _best(ranked: Sequence[tuple[float, T]]) -> list[T]:
    """The most alike of those that are alike at all."""
    fitting = [pair for pair in ranked if pair[0] >= ENOUGH]
    fitting.sort(key=lambda pair: -pair[0])
    return [row for _, row in fitting[:SHOWN]]
