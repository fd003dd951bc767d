"""Lists of cases as the desks show them: filtered, newest or most urgent first, page by page."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from hotline.records.models import Assignment, Case, Clock, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.queues import QUEUES, waiting_for
from hotline.records.queries.reference import with_words
from hotline.records.sealing import blind_index
from hotline.rules.life import WITH_UNIT

PAGE_SIZE = 50
COUNT_UP_TO = 10_000
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
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for; empty means any. `queue` is a verb: cases waiting for it."""

    words: str = ""
    status: str = ""
    queue: str = ""
    channel: str = ""
    kind: str = ""
    campaign: str = ""
    overdue: bool = False
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Wanted:
        """Read from a page's address; what is not understood is ignored."""
        given = {name: value.replace("\0", "")[:100] for name, value in query.items()}
        page = given.get("page", "1")
        return cls(
            words=given.get("q", "").strip(),
            status=given.get("status", ""),
            queue=given.get("queue", ""),
            channel=given.get("channel", ""),
            kind=given.get("kind", ""),
            campaign=given.get("campaign", ""),
            overdue=given.get("overdue") == "1",
            page=min(max(int(page), 1), 2000) if page.isascii() and page.isdigit() else 1,
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
    rows = listed(found).order_by(*_order(wanted.queue))
    return CasePage(list(map(with_words, rows[start : start + PAGE_SIZE])), total, wanted.page)


def _order(queue: str) -> tuple[str, ...]:
    """What is due first in a queue; the newest where nothing waits."""
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


def overdue(found: QuerySet[Case], now: datetime) -> QuerySet[Case]:
    """Of these cases, those past due while a unit has them; what waits in the office is not."""
    return found.filter(status__in=sorted(WITH_UNIT), due_at__lt=now)


def _asked_for(staff: Staff, wanted: Wanted) -> QuerySet[Case]:
    """All that `staff` may see, or what waits for them in one queue."""
    if wanted.queue in QUEUES:
        return waiting_for(staff, wanted.queue)
    return cases_for(staff)


def narrowed(staff: Staff, wanted: Wanted, now: datetime) -> QuerySet[Case]:
    """The cases that `staff` may see and that fit what is wanted."""
    plain = {
        "status": wanted.status,
        "channel__code": wanted.channel,
        "kind__code": wanted.kind,
        "campaign__code": wanted.campaign,
    }
    found = _asked_for(staff, wanted)
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if wanted.overdue:
        found = overdue(found, now)
    return found.filter(_words(staff, wanted.words)) if wanted.words else found


def _words(staff: Staff, words: str) -> Q:
    """By number, by phone (exact, through the blind index), or by words in title and text.

    No unit finds a confidential case by what tells whose it is.
    """
    told = Q(external_number=words)
    index = blind_index(words) if unicodedata.normalize("NFKC", words).isascii() else None
    if index is not None:
        told |= Q(citizen__phone_index=index)
    if not staff.may("see_all_cases"):
        told &= Q(confidential=False)
    return Q(number__iexact=words) | told | Q(title__contains=words) | Q(text__contains=words)
