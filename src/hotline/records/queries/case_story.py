"""Everything that hangs on one case, for the page that tells its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from hotline.records.models import (
    Assignment,
    Callback,
    Case,
    Clock,
    Conference,
    Contact,
    Extension,
    Instruction,
    JournalEntry,
    Outreach,
    Return,
    Reveal,
    Ruling,
    Staff,
    Supervision,
)
from hotline.records.queries.access import cases_for, contacts_for, knows_caller
from hotline.records.queries.hanging import count_joined
from hotline.records.queries.journal_words import without_unseen

SHOWN_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that hangs on a case, each kind oldest first."""

    contacts: Sequence[Contact]
    assignments: Sequence[Assignment]
    callbacks: Sequence[Callback]
    journal: Sequence[JournalEntry]
    clocks: Sequence[Clock]
    outreaches: Sequence[Outreach]
    extensions: Sequence[Extension]
    returns: Sequence[Return]
    rulings: Sequence[Ruling]
    supervisions: Sequence[Supervision]
    conferences: Sequence[Conference]
    instructions: Sequence[Instruction]

    @property
    def open_assignment(self) -> Assignment | None:
        """The lead assignment that is not finished."""
        still = (row for row in self.assignments if row.part == "lead" and row.finished_at is None)
        return next(still, None)

    @property
    def replied_at(self) -> datetime | None:
        """When the last leading unit replied; None before that."""
        leads = [row for row in self.assignments if row.part == "lead"]
        return leads[-1].replied_at if leads else None

    @property
    def pending_extension(self) -> Extension | None:
        """The wish for more time that nobody has decided."""
        return next((row for row in self.extensions if not row.outcome), None)

    @property
    def open_ruling(self) -> Ruling | None:
        """The question that waits for a ruling."""
        return next((row for row in self.rulings if row.decided_at is None), None)

    @property
    def open_supervision(self) -> Supervision | None:
        """The supervision that has not ended."""
        return next((row for row in self.supervisions if row.ended_at is None), None)

    @property
    def superior_due(self) -> datetime | None:
        """The earliest deadline that a superior set on any arrival of this case."""
        return earliest_due(self.contacts)


def story_of(staff: Staff, case: Case) -> Story:
    """Read what hangs on `case` as far as `staff` may see it, one query for each kind of row."""
    assignments = case.assignments.select_related(
        "department", "signed_by", "replied_by", "approved_by"
    )
    journal = JournalEntry.objects.filter(case=case).select_related(
        "by", "by__department", "kind", "topic", "campaign", "lead", "channel"
    )
    return Story(
        contacts=list(contacts_for(staff).filter(case=case).order_by("arrived_at")),
        assignments=list(assignments.order_by("given_at", "pk")),
        callbacks=list(case.callbacks.select_related("by").order_by("tried_at")),
        journal=without_unseen(staff, list(journal.prefetch_related("by__roles").order_by("seq"))),
        clocks=_rows(case, Clock, "started_at", "assignment__department"),
        outreaches=_rows(case, Outreach, "at", "by", "assignment__department"),
        extensions=_rows(case, Extension, "asked_at", "asked_by", "decided_by"),
        returns=_rows(
            case,
            Return,
            "asked_at",
            "asked_by",
            "decided_by",
            "suggested",
            "assignment__department",
        ),
        rulings=_rows(case, Ruling, "asked_at", "asked_by", "decided_by", "unit", "rule"),
        supervisions=_rows(case, Supervision, "started_at", "started_by", "ended_by", "department"),
        conferences=_rows(case, Conference, "held_at", "kept_by"),
        instructions=_rows(case, Instruction, "given_at", "kept_by"),
    )


def _rows(case: Case, model: type[Model], since: str, *along: str) -> list[Any]:
    """The rows of `model` that hang on the case, by the moment `since`, with what is read along."""
    found = model._default_manager.filter(case=case).select_related(*along)
    return list(found.order_by(since, "pk"))


@dataclass(frozen=True, slots=True)
class Kin:
    """The cases that are told or handled together with one, as far as a person may see them.

    `joined` is how many are joined to it; `joined_numbers` names those that may be named.
    """

    main: Case | None
    earlier: Case | None
    joined: int
    joined_numbers: Sequence[str]


def kin_of_case(staff: Staff, case: Case) -> Kin:
    """The main case, the earlier one, and those joined to it."""
    joined = list(Case.objects.filter(joined_to=case).order_by("pk").values_list("number", "pk"))
    asked = [*(pk for _, pk in joined), case.joined_to_id, case.repeats_id]
    seen = {row.pk: row for row in cases_for(staff).filter(pk__in=[pk for pk in asked if pk])}
    return Kin(
        main=seen.get(case.joined_to_id),
        earlier=seen.get(case.repeats_id),
        joined=count_joined(case, staff),
        joined_numbers=[number for number, pk in joined if pk in seen],
    )


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
