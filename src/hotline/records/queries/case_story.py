"""A case with what its page tells besides: its arrivals, its journal, its citizen's other cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, prefetch_related_objects

from hotline.records.models import Attachment, Case, Contact, JournalEntry, Reveal, Staff
from hotline.records.queries.access import cases_for, contacts_for, knows_caller
from hotline.records.queries.attachments import attachments_of
from hotline.records.queries.hanging import Hanging, hanging_on
from hotline.records.queries.journal_words import without_unseen
from hotline.records.queries.reference import with_words

SHOWN_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Story:
    """A case's arrivals, what hangs on it, its journal and its attachments, each oldest first."""

    contacts: Sequence[Contact]
    hanging: Hanging
    journal: Sequence[JournalEntry]
    attachments: Sequence[Attachment]

    @property
    def replied_at(self) -> datetime | None:
        """When the last leading unit replied; None before that."""
        leads = [row for row in self.hanging.assignments if row.part == "lead"]
        return leads[-1].replied_at if leads else None

    @property
    def callback_due(self) -> datetime | None:
        """By when the citizen is to be called back, while that is waited for."""
        running = (row for row in self.hanging.clocks if row.stopped_at is None)
        return next((row.due_at for row in running if row.name == "callback"), None)

    @property
    def superior_due(self) -> datetime | None:
        """The earliest deadline that a superior set on any arrival of this case."""
        return earliest_due(self.contacts)


def story_of(staff: Staff, case: Case) -> Story:
    """Read the story of `case` as far as `staff` may see it."""
    journal = JournalEntry.objects.filter(case=case).select_related("by", "by__department")
    entries = list(map(with_words, journal.order_by("seq")))
    hanging = hanging_on(case, staff)
    files = attachments_of(case) if Attachment in hanging.kinds else []
    people = [entry.by for entry in entries]
    people += [person for row in files for person in (row.added_by, row.removed_by)]
    prefetch_related_objects([person for person in people if person is not None], "roles")
    return Story(
        contacts=list(_arrivals(staff, case).order_by("arrived_at")),
        hanging=hanging,
        journal=without_unseen(staff, entries),
        attachments=files,
    )


def _arrivals(staff: Staff, case: Case) -> QuerySet[Contact]:
    """The arrivals of a case; a part of a split one shares those of the whole."""
    return contacts_for(staff).filter(case__in=[case.pk, case.split_from_id or case.pk])


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
