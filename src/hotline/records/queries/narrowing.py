"""Narrowing a list of cases: one filter after the other, each served by an index or bounded."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from hotline.records.models import (
    Attachment,
    Callback,
    Case,
    Citizen,
    JournalEntry,
    Return,
    Staff,
    Supervision,
)
from hotline.records.queries.access import cases_for
from hotline.records.queries.choosing import topics_called, units_called
from hotline.records.queries.queues import QUEUES, waiting_for
from hotline.records.queries.reference import below, topics
from hotline.records.queries.walking import TEXTS, holding
from hotline.records.queries.wanted import Wanted, words_of
from hotline.records.sealing import blind_index
from hotline.rules.finding import words_of as words_in
from hotline.rules.life import WITH_UNIT

MOST_CITIZENS = 500


def narrowed(staff: Staff, wanted: Wanted, now: datetime) -> QuerySet[Case]:
    """The cases that `staff` may see and that fit what is wanted."""
    found = _asked_for(staff, wanted).filter(*plain_filters(wanted), *_facts(staff, wanted))
    if wanted.overdue:
        found = overdue(found, now)
    if wanted.due:
        end = now + timedelta(days=int(wanted.due))
        found = found.filter(status__in=sorted(WITH_UNIT), due_at__gte=now, due_at__lte=end)
    if wanted.key or wanted.words:
        words = words_of(staff, wanted)
        found = with_all_words(found, staff, words) if words else found.none()
    return found


def overdue(found: QuerySet[Case], now: datetime) -> QuerySet[Case]:
    """Of these cases, those past due while a unit has them; what waits in the office is not."""
    return found.filter(status__in=sorted(WITH_UNIT), due_at__lt=now)


def with_all_words(found: QuerySet[Case], staff: Staff, words: str) -> QuerySet[Case]:
    """Of these cases, those of a number, a phone (exact, by the blind index), or all these words.

    No unit finds a confidential case by what tells whose it is.
    """
    called = Q(external_number=words)
    if citizens := citizens_of(words):
        called |= Q(citizen__in=citizens)
    if not staff.may("see_all_cases"):
        called &= Q(confidential=False)
    each = words_in(words)
    texts = (_indexed(each) if staff.may("see_all_cases") else _read(each)) if each else Q()
    return found.filter(Q(number=words.upper()) | called | texts)


def _indexed(words: Sequence[str]) -> Q:
    """By the index of characters, which serves the office's role only (`records/walls.py`)."""
    return Q(pk__in=RawSQL(*holding(words).as_query()))  # noqa: S611 - words are arguments


def _read(words: Sequence[str]) -> Q:
    """By reading the texts of the cases that a unit sees."""
    return reduce(and_, (_holds(word) for word in words))


def _holds(word: str) -> Q:
    return reduce(or_, (Q(**{f"as_searched__{column}__contains": word}) for column in TEXTS))


def citizens_of(words: str) -> list[object]:
    """Who has this whole number; nobody for words that are none."""
    index = blind_index(words) if unicodedata.normalize("NFKC", words).isascii() else None
    if index is None:
        return []
    return list(
        Citizen.objects.filter(phone_index=index).values_list("pk", flat=True)[:MOST_CITIZENS]
    )


def _asked_for(staff: Staff, wanted: Wanted) -> QuerySet[Case]:
    """All that `staff` may see, or what waits for them in one queue."""
    if wanted.queue in QUEUES:
        return waiting_for(staff, wanted.queue)
    return cases_for(staff)


def plain_filters(wanted: Wanted) -> list[Q]:
    """What the case's own columns answer."""
    said = {
        "status": wanted.status,
        "channel__code": wanted.channel,
        "kind__code": wanted.kind,
        "campaign__code": wanted.campaign,
        "urgency": wanted.urgency,
        "place__contains": wanted.place,
        "confidential": wanted.confidential,
        "registered_at__gte": _midnight(wanted.since) if wanted.since else None,
        "registered_at__lt": _midnight(wanted.until, days=1) if wanted.until else None,
    }
    found = [Q(**{name: value}) for name, value in said.items() if value]
    if wanted.unit:
        day = timezone.localdate()
        found.append(
            Q(lead__in=[pk for unit in units_called(wanted.unit, day) for pk in below(unit)])
        )
    if wanted.topic:
        found.append(Q(topic__in=_topics_under(wanted.topic)))
    return found


def _facts(staff: Staff, wanted: Wanted) -> list[Q]:
    """What hangs on the case answers."""
    of_case = {"case": OuterRef("pk")}
    found = []
    if wanted.mine:
        found.append(Q(Exists(JournalEntry.objects.filter(**of_case, by=staff))))
    if wanted.attached:
        found.append(Q(Exists(Attachment.objects.filter(**of_case, removed_at=None))))
    if wanted.supervised:
        found.append(Q(Exists(Supervision.objects.filter(**of_case, ended_at=None))))
    if wanted.rating:
        rated = Callback.objects.filter(**of_case, handling_rating=wanted.rating)
        found.append(Q(Exists(rated)))
    if wanted.returned:
        returns = Return.objects.filter(**of_case)
        if not staff.may("see_all_cases"):
            own = below(staff.department) if staff.department else ()
            returns = returns.filter(assignment__department__in=own)
        found.append(Q(Exists(returns)))
    return found


def _topics_under(text: str) -> list[int]:
    """The topics that are called so, and all below them, of whatever tree."""
    heads = {topic.code for topic in topics_called(text, timezone.localdate())}
    return [topic.pk for topic in topics().values() if heads.intersection(topic.path)]


def _midnight(day: str, *, days: int = 0) -> datetime:
    """When a day of the office begins, or one `days` later."""
    at = date.fromisoformat(day)
    start = datetime(at.year, at.month, at.day, tzinfo=timezone.get_current_timezone())
    return start + timedelta(days=days) if at < date.max else start
