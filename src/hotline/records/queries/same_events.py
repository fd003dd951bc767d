"""Events of several callers, as far as a person may see their cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from hotline.records.models import Case, SameEvent, SameEventCase, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import with_words
from hotline.rules.life import Status

# Of one event so many cases are listed, and read for its page.
LISTED = 6
MOST_READ = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """One event with some of its cases, the earliest first."""

    event: SameEvent
    cases: Sequence[Case]

    @property
    def first(self) -> Case:
        """The case that tells what it is about."""
        return self.cases[0]


def open_events(staff: Staff, first: int, count: int) -> list[Shown]:
    """Some of the events that nobody dismissed, the latest first; none of whose cases `staff` sees
    fewer than two."""
    seen = _members(staff).filter(event=OuterRef("pk"))
    rows = SameEvent.objects.filter(Exists(seen), state="open").order_by("-latest_at", "-pk")
    events = {row.pk: row for row in rows[first : first + count]}
    parts = [_earliest(staff, pk, LISTED).values("pk") for pk in events]
    if not parts:
        return []
    some = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    cases: dict[UUID, list[Case]] = defaultdict(list)
    members = SameEventCase.objects.filter(pk__in=some).select_related("case__citizen")
    for row in members.order_by("case__registered_at", "case_id"):
        cases[row.event_id].append(with_words(row.case))
    return [Shown(row, cases[pk]) for pk, row in events.items() if len(cases[pk]) > 1]


def event_for(staff: Staff, event: UUID) -> Shown | None:
    """One event with all of its cases that `staff` may see."""
    row = SameEvent.objects.filter(pk=event, state="open").first()
    if row is None:
        return None
    members = _earliest(staff, row.pk, MOST_READ).select_related("case__citizen")
    cases = [with_words(member.case) for member in members]
    return Shown(row, cases) if len(cases) > 1 else None


def member_for(staff: Staff, event: UUID, number: str) -> SameEventCase | None:
    """One case's place in an event."""
    if not number.isprintable():
        return None
    rows = _members(staff).filter(event=event, event__state="open", case__number=number)
    return rows.select_related("event").first()


def _members(staff: Staff) -> QuerySet[SameEventCase]:
    seen = cases_for(staff).filter(confidential=False).exclude(status=Status.WITHDRAWN)
    return SameEventCase.objects.filter(state="in", case__in=seen)


def _earliest(staff: Staff, event: UUID, most: int) -> QuerySet[SameEventCase]:
    rows = _members(staff).filter(event=event)
    return rows.order_by("case__registered_at", "case_id")[:most]
