"""What the rules of suspicion look at: the last weeks only, found by the indexes on their moments.

For the worker, which sees everything. Numbers that were dialled are opened here to be compared, and
leave this file only as blind indexes.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from hotline.records.models import Assignment, Callback, JournalEntry, Outreach
from hotline.records.queries.reference import kinds
from hotline.records.sealing import blind_index, unseal
from hotline.rules.suspicion import Dialled, Piece, Rated, Relabelled, Reply
from hotline.rules.thresholds import Thresholds

MOST_READ = 100_000
SERIOUS = ("complaint", "report")
MILD = "consultation"


def since(at: datetime, t: Thresholds) -> datetime:
    """From when on the rules look."""
    return at - timedelta(days=t.days)


def replies(at: datetime, t: Thresholds) -> list[Reply]:
    """The replies of leading units, the newest first."""
    rows = Assignment.objects.filter(part="lead", replied_at__gte=since(at, t), replied_at__lte=at)
    columns = (
        *("pk", "case_id", "department_id", "answer", "case__topic_id", "given_at", "signed_at"),
        *("due_at", "replied_at", "contacted_at"),
    )
    tries = _tries(since(at, t))
    return [
        Reply(
            piece=Piece(row.case_id, row.pk),
            unit=row.department_id,
            text=row.answer,
            topic=row.case__topic_id,
            given_at=row.given_at,
            signed_at=row.signed_at,
            due_at=row.due_at,
            replied_at=row.replied_at,
            says_contacted=row.contacted_at is not None,
            tries=tuple(
                reached
                for tried_at, reached in tries.get(row.case_id, ())
                if row.given_at <= tried_at <= row.replied_at
            ),
        )
        for row in rows.order_by("-replied_at").values_list(*columns, named=True)[:MOST_READ]
    ]


def _tries(begin: datetime) -> dict[UUID, list[tuple[datetime, bool]]]:
    """By case, the tries recorded when they were made; what a reply says later is none."""
    made = JournalEntry.objects.filter(at__gte=begin, verb="contact")
    found: dict[UUID, list[tuple[datetime, bool]]] = defaultdict(list)
    for case, at, details in made.values_list("case_id", "at", "details")[:MOST_READ]:
        found[case].append((at, bool(details.get("reached"))))
    return found


def dialled(at: datetime, t: Thresholds) -> list[Dialled]:
    """The tries on numbers other than the caller's, by units and the office, newest first."""
    talks = Outreach.objects.filter(at__gte=since(at, t), other_number=True)
    by_units = [
        Dialled(
            Piece(row.case_id, row.pk),
            row.assignment.department_id,
            None,
            _blind("outreach", row.pk, row.dialled_sealed),
            row.case.citizen_id or row.case_id,
        )
        for row in _with_case(talks.select_related("assignment")).order_by("-at")[:MOST_READ]
    ]
    calls = Callback.objects.filter(tried_at__gte=since(at, t), other_number=True)
    by_office = [
        Dialled(
            Piece(row.case_id, row.pk),
            None,
            row.by_id,
            _blind("callback", row.pk, row.dialled_sealed),
            row.case.citizen_id or row.case_id,
        )
        for row in _with_case(calls).order_by("-tried_at")[:MOST_READ]
    ]
    return [*by_units, *by_office]


def _with_case(rows: QuerySet) -> QuerySet:  # type: ignore[type-arg]
    return rows.select_related("case").defer("case__text", "case__answer", "note")


def _blind(table: str, row: UUID, sealed: bytes | None) -> object:
    """One number told from another; a row without one stands for itself."""
    number = unseal(table, "dialled", row, sealed)
    return (blind_index(number) if number else None) or row


def tries_of(at: datetime, t: Thresholds) -> dict[str, int]:
    """How often each unit, and each person of the office, tried to reach a citizen at all."""
    talks = Outreach.objects.filter(at__gte=since(at, t)).values_list("assignment__department")
    calls = Callback.objects.filter(tried_at__gte=since(at, t)).values_list("by")
    return {
        **{f"unit:{unit}": count for unit, count in talks.annotate(Count("pk"))},
        **{f"person:{person}": count for person, count in calls.annotate(Count("pk"))},
    }


def rated(at: datetime, t: Thresholds, names: dict[str, str]) -> list[Rated]:
    """The callbacks that reached somebody, the newest first; `names` word the ratings."""
    rows = Callback.objects.filter(tried_at__gte=since(at, t), reached=True, by__isnull=False)
    columns = ("pk", "case_id", "by_id", "solved", "handling_rating")
    return [
        Rated(
            Piece(row.case_id, row.pk),
            row.by_id,
            "，".join(names.get(code, code) for code in (row.solved, row.handling_rating) if code),
        )
        for row in rows.order_by("-tried_at").values_list(*columns, named=True)[:MOST_READ]
    ]


def relabels(at: datetime, t: Thresholds) -> list[Relabelled]:
    """The complaints and reports that were made consultations after they had been dispatched."""
    mild = kinds().get(MILD)
    if mild is None:
        return []
    serious = {kinds()[code].pk: kinds()[code].name for code in SERIOUS if code in kinds()}
    rows = JournalEntry.objects.filter(
        at__gte=since(at, t), verb="classify", kind=mild, lead__isnull=False
    ).order_by("-at")
    found = []
    for row in rows[:MOST_READ]:
        before = serious.get(row.details.get("before", {}).get("kind"))
        if before is not None:
            piece = Piece(row.case_id, row.case_id)
            found.append(Relabelled(piece, row.lead_id, row.by_id, before, mild.name))
    return found
