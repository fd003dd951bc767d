"""What a person's first page shows: what is most urgent for them, and what they did lately."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Case as Choose
from django.db.models import IntegerField, Value, When

from hotline.records.models import Case, JournalEntry, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.cases import COUNT_UP_TO, listed
from hotline.records.queries.narrowing import overdue
from hotline.records.queries.queues import waiting_for_any
from hotline.records.queries.reference import with_words

SHOWN_URGENT = 14
SHOWN_LATELY = 8
PRESSING = ("critical", "urgent")
LATELY = timedelta(days=3)
ENTRIES_READ = 60


def most_urgent(staff: Staff, queues: Iterable[str]) -> Sequence[Case]:
    """The open cases that wait for one of `queues`: pressing ones first, then by deadline."""
    rank = Choose(
        *[When(urgency=code, then=Value(place)) for place, code in enumerate(PRESSING)],
        default=Value(len(PRESSING)),
        output_field=IntegerField(),
    )
    found = listed(waiting_for_any(staff, queues)).order_by(rank, "due_at", "registered_at")
    return list(map(with_words, found[:SHOWN_URGENT]))


def overdue_count(staff: Staff, now: datetime) -> int:
    """How many cases that `staff` may see are with a unit and past their deadline."""
    return overdue(cases_for(staff), now).order_by()[:COUNT_UP_TO].count()


def lately_moved_by(staff: Staff, now: datetime) -> Sequence[JournalEntry]:
    """The newest move of each case that `staff` moved in the last days and may still see."""
    mine = JournalEntry.objects.filter(by=staff, at__gte=now - LATELY, case__in=cases_for(staff))
    newest = mine.select_related("case").order_by("-at")[:ENTRIES_READ]
    first: dict[object, JournalEntry] = {}
    for entry in newest:
        first.setdefault(entry.case_id, entry)
    return list(first.values())[:SHOWN_LATELY]
