"""Narrowing a list of cases: one filter after the other, each served by an index or bounded."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_

from django.db.models import Exists, OuterRef, Q, QuerySet
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
from hotline.records.queries.wanted import Wanted, words_of
from hotline.records.sealing import blind_index
from hotline.rules.life import WITH_UNIT

TRIGRAM = 3
MOST_WORDS = 8
# Words too short for the trigram index are looked for in so many of the newest cases.
NEWEST = 10_000
MOST_CITIZENS = 500


def narrowed(staff: Staff, wanted: Wanted, now: datetime) -> QuerySet[Case]:
    """The cases that `staff` may see and that fit what is wanted."""
    found = _asked_for(staff, wanted).filter(*_plain(wanted), *_facts(staff, wanted))
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
    each = words.split()[:MOST_WORDS]
    texts = reduce(and_, (holds(word) for word in each), Q())
    if each and all(len(word) < TRIGRAM for word in each):
        texts &= among_newest(cases_for(staff))
    return found.filter(Q(number=words.upper()) | called | texts)


def holds(word: str) -> Q:
    """That a word stands in the title, the text or the place."""
    return Q(title__contains=word) | Q(text__contains=word) | Q(place__contains=word)


def among_newest(found: QuerySet[Case]) -> Q:
    """That a case is one of the newest of these; all of them where there are no more."""
    newest = found.order_by("-registered_at").values_list("registered_at", flat=True)
    last = newest[NEWEST : NEWEST + 1].first()
    return Q(registered_at__gt=last) if last is not None else Q()


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


def _plain(wanted: Wanted) -> list[Q]:
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
