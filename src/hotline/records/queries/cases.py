"""Lists of cases as the desks show them: filtered, newest or most urgent first, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OrderBy, OuterRef, QuerySet, Subquery

from hotline.records.models import Assignment, Case, Clock, Staff
from hotline.records.queries.narrowing import narrowed
from hotline.records.queries.reference import with_words
from hotline.records.queries.wanted import Wanted

PAGE_SIZE = 50
COUNT_UP_TO = 10_000
SORTED_BY = {
    "registered": "registered_at",
    "number": "number",
    "due": "due_at",
    "status": "status",
    "urgency": "urgency",
}
LISTED = (
    "number",
    "title",
    "status",
    "urgency",
    "registered_at",
    "due_at",
    "closed_at",
    "shelved_until",
    "confidential",
    "version",
    "channel_id",
    "kind_id",
    "topic_id",
    "lead_id",
    "campaign_id",
    "place",
    "moved_at",
)


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list: rows, how many in all (up to COUNT_UP_TO), and whether more follow."""

    rows: Sequence[Case]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(-(-self.total // PAGE_SIZE), 1)


def list_cases(staff: Staff, wanted: Wanted, now: datetime) -> CasePage:
    """The page of cases that `staff` may see and that fit `wanted`."""
    found = narrowed(staff, wanted, now)
    total = found.order_by()[:COUNT_UP_TO].count()
    start = (wanted.page - 1) * PAGE_SIZE
    rows = listed(found).order_by(*order_of(wanted))
    return CasePage(list(map(with_words, rows[start : start + PAGE_SIZE])), total, wanted.page)


def order_of(wanted: Wanted) -> tuple[str | OrderBy, ...]:
    """As asked for; else what is due first in a queue, and the newest where nothing waits."""
    if wanted.sort:
        minus = "-" if wanted.sort.startswith("-") else ""
        column = SORTED_BY[wanted.sort.removeprefix("-")]
        if column == "due_at":  # what has no deadline comes last, either way
            due = F(column)
            return (due.desc(nulls_last=True) if minus else due.asc(nulls_last=True), "-pk")
        return (f"{minus}{column}", f"{minus or '-'}pk")
    queue = wanted.queue
    if not queue:
        return ("-registered_at", "-pk")
    return ("callback_due" if queue == "call_back" else "due_at", "registered_at", "pk")


def listed(found: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with what a row of a list shows: also when the unit last replied, and by when the
    citizen is to be called back. The words that it points to are those of `with_words`."""
    replies = Assignment.objects.filter(case=OuterRef("pk"), part="lead", replied_at__isnull=False)
    last = replies.order_by("-given_at").values("replied_at")[:1]
    callback = Clock.objects.filter(case=OuterRef("pk"), name="callback", stopped_at=None)
    return found.only(*LISTED).annotate(
        replied_at=Subquery(last), callback_due=Subquery(callback.values("due_at")[:1])
    )
