"""Everything that hangs on one case, in a fixed number of queries, for programs that ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.records.models import (
    Assignment,
    Callback,
    Case,
    Clock,
    Conference,
    Extension,
    Instruction,
    JournalEntry,
    Outreach,
    Return,
    Ruling,
    Staff,
    Supervision,
)
from hotline.records.queries.access import cases_for
from hotline.records.scope import everything


@dataclass(frozen=True, slots=True)
class Hanging:
    """The rows of one case, the oldest first; `joined` are the numbers of those joined to it."""

    assignments: Sequence[Assignment]
    clocks: Sequence[Clock]
    extensions: Sequence[Extension]
    returns: Sequence[Return]
    rulings: Sequence[Ruling]
    supervisions: Sequence[Supervision]
    conferences: Sequence[Conference]
    instructions: Sequence[Instruction]
    outreaches: Sequence[Outreach]
    callbacks: Sequence[Callback]
    joined_count: int
    joined: Sequence[str]


def hanging_on(case: Case, staff: Staff) -> Hanging:
    """Read what hangs on `case`; the joined cases by number only where `staff` may see them."""
    seen = cases_for(staff).filter(joined_to=case).order_by("pk")
    return Hanging(
        assignments=list(case.assignments.order_by("pk")),
        clocks=list(case.clocks.order_by("pk")),
        extensions=list(case.extensions.order_by("pk")),
        returns=list(case.returns.order_by("pk")),
        rulings=list(case.rulings.order_by("pk")),
        supervisions=list(case.supervisions.order_by("pk")),
        conferences=list(case.conferences.order_by("pk")),
        instructions=list(case.instructions.order_by("pk")),
        outreaches=list(case.outreaches.order_by("pk")),
        callbacks=list(case.callbacks.order_by("pk")),
        joined_count=_count_joined(case),
        joined=list(seen.values_list("number", flat=True)),
    )


def _count_joined(case: Case) -> int:
    """How many wait for this case's answer: a unit may know that, though not which they are."""
    with everything():
        return Case.objects.filter(joined_to=case, confidential=False).count()


def journal_of(case: Case) -> Sequence[JournalEntry]:
    """The moves of `case` with who made them, the oldest first."""
    found = JournalEntry.objects.filter(case=case).select_related("by", "lead")
    return list(found.order_by("seq"))
