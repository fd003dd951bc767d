"""Everything that hangs on one case, for the page that tells its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.records.models import (
    Assignment,
    Callback,
    Case,
    Contact,
    JournalEntry,
    Reveal,
    Staff,
)
from hotline.records.queries.access import cases_for, contacts_for, knows_caller

SHOWN_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Story:
    """A case's arrivals, assignments, callbacks and journal, each oldest first."""

    contacts: Sequence[Contact]
    assignments: Sequence[Assignment]
    callbacks: Sequence[Callback]
    journal: Sequence[JournalEntry]

    @property
    def open_assignment(self) -> Assignment | None:
        """The lead assignment that is not finished."""
        still = (row for row in self.assignments if row.part == "lead" and row.finished_at is None)
        return next(still, None)

    @property
    def superior_due(self) -> datetime | None:
        """The earliest deadline that a superior set on any arrival of this case."""
        return earliest_due(self.contacts)


def story_of(staff: Staff, case: Case) -> Story:
    """Read what hangs on `case` as far as `staff` may see it, in a fixed number of queries."""
    assignments = case.assignments.select_related("department", "signed_by", "replied_by")
    callbacks = case.callbacks.select_related("by")
    journal = JournalEntry.objects.filter(case=case).select_related(
        "by", "by__department", "kind", "topic", "campaign", "lead", "channel"
    )
    return Story(
        contacts=list(contacts_for(staff).filter(case=case).order_by("arrived_at")),
        assignments=list(assignments.order_by("given_at")),
        callbacks=list(callbacks.order_by("tried_at")),
        journal=list(journal.prefetch_related("by__roles").order_by("seq")),
    )


def superior_due_of(case: Case) -> datetime | None:
    """The earliest deadline that a superior set on any arrival of `case`."""
    return earliest_due(list(case.contacts.all()))


def earliest_due(contacts: Sequence[Contact]) -> datetime | None:
    """The earliest of the superiors' deadlines; None without any."""
    return min((row.external_due_at for row in contacts if row.external_due_at), default=None)


def others_of_citizen(staff: Staff, case: Case) -> Sequence[Case]:
    """The newest other cases of the same citizen that `staff` may see.

    A confidential case stands alone for a unit: the others would tell whose it is.
    """
    if case.citizen_id is None or not knows_caller(staff, case):
        return []
    others = cases_for(staff).filter(citizen=case.citizen_id).exclude(pk=case.pk)
    if not staff.may("see_all_cases"):
        others = others.filter(confidential=False)
    return list(others.select_related("lead").order_by("-registered_at")[:SHOWN_OTHERS])


def reveals_of(case: Case) -> Sequence[Reveal]:
    """Who looked at the citizen's personal data through this case, newest first."""
    return list(Reveal.objects.filter(case=case).select_related("by").order_by("-at"))
