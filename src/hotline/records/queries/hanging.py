"""Everything that hangs on a case, as far as a person may see it, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Model, Q

from hotline.records.models import (
    Assignment,
    Attachment,
    Callback,
    Case,
    Clock,
    CommentText,
    Conference,
    Extension,
    Instruction,
    JournalEntry,
    Outreach,
    Promise,
    ReplyCheck,
    Return,
    Ruling,
    Staff,
    Supervision,
)
from hotline.records.queries.access import cases_for
from hotline.records.queries.journal_words import without_unseen
from hotline.records.queries.sight import Sight
from hotline.records.scope import everything

KINDS: tuple[type[Model], ...] = (
    *(Assignment, Callback, Clock, Outreach, Extension),
    *(Return, Ruling, Supervision, Conference, Instruction),
)
# Read elsewhere, but asked for here along with the others whether there are any.
BESIDE: tuple[type[Model], ...] = (Attachment, CommentText, ReplyCheck, Promise)
ASKED = (*KINDS, *BESIDE)
ARE_THERE = "SELECT " + ", ".join(  # noqa: S608 - names of our own tables
    f"EXISTS (SELECT FROM {kind._meta.db_table} WHERE case_id = %(case)s)" for kind in ASKED
)


@dataclass(frozen=True, slots=True)
class Hanging:
    """The rows of one case, each kind oldest first; `sight` says whose shares they may tell of,
    `kinds` which kinds of rows there are at all."""

    sight: Sight
    kinds: frozenset[type[Model]]
    assignments: Sequence[Assignment]
    callbacks: Sequence[Callback]
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


def hanging_on(case: Case, staff: Staff, only: Collection[type[Model]] = KINDS) -> Hanging:
    """Read what hangs on `case`: which kinds of rows there are, then one query for each of them.

    A screen that shows some kinds only names them.
    """
    kinds = _kinds_on(case)
    there = kinds.intersection(only)

    def rows(model: type[Model], since: str, *along: str) -> list[Any]:
        return _rows(case, model, since, *along) if model in there else []

    people = ("department", "signed_by", "replied_by", "approved_by")
    assignments: list[Assignment] = rows(Assignment, "given_at", *people)
    sight = Sight.of(staff, case, assignments)

    def concerning(rows: list[Any]) -> list[Any]:
        return [row for row in rows if sight.concerns(row.assignment_id)]

    decided = ("asked_by", "decided_by")
    unit = "assignment__department"
    return Hanging(
        sight=sight,
        kinds=kinds,
        assignments=assignments,
        callbacks=rows(Callback, "tried_at", "by"),
        clocks=concerning(rows(Clock, "started_at", unit)),
        outreaches=concerning(rows(Outreach, "at", "by", unit)),
        extensions=concerning(rows(Extension, "asked_at", *decided, unit)),
        returns=concerning(rows(Return, "asked_at", *decided, "suggested", unit)),
        rulings=rows(Ruling, "asked_at", *decided, "unit", "rule"),
        supervisions=rows(
            Supervision, "started_at", "started_by", "keeper", "ended_by", "department"
        ),
        conferences=rows(Conference, "held_at", "kept_by"),
        instructions=rows(Instruction, "given_at", "kept_by"),
    )


def _kinds_on(case: Case) -> frozenset[type[Model]]:
    """Which kinds of rows hang on the case at all: most cases have few of so many kinds."""
    with connection.cursor() as cursor:
        cursor.execute(ARE_THERE, {"case": case.pk})
        found = zip(ASKED, cursor.fetchone(), strict=True)
        return frozenset(model for model, is_there in found if is_there)


def _rows(case: Case, model: type[Model], since: str, *along: str) -> list[Any]:
    """The rows of `model` that hang on the case, by the moment `since`, with what is read along."""
    found = model._default_manager.filter(case=case).select_related(*along)
    return sorted(found, key=attrgetter(since, "pk"))


@dataclass(frozen=True, slots=True)
class Kin:
    """The cases that are told or handled together with one, as far as a person may see them.

    `joined` is how many are joined to it; `joined_numbers` names those that may be named,
    `whole` is the case from which this one was split, `parts` are those split from this one.
    """

    main: Case | None
    earlier: Case | None
    joined: int
    joined_numbers: Sequence[str]
    whole: Case | None = None
    parts: Sequence[str] = ()


def kin_of_case(staff: Staff, case: Case) -> Kin:
    """The main case, the earlier one, and those joined to it.

    How many wait for this case's answer a unit may know, though not which they are. One that has
    become confidential since, or accuses somebody, counts only for who may see it.
    """
    with everything():
        kin = Case.objects.filter(Q(joined_to=case) | Q(split_from=case)).order_by("pk")
        below = list(kin.only("number", "joined_to_id", "split_from_id", "confidential", "accused"))
    asked = [*(row.pk for row in below), case.joined_to_id, case.repeats_id, case.split_from_id]
    seen = {row.pk: row for row in cases_for(staff).filter(pk__in=[pk for pk in asked if pk])}
    joined = [row for row in below if row.joined_to_id == case.pk]
    told = [row for row in joined if not row.confidential and row.accused == case.accused]
    return Kin(
        main=seen.get(case.joined_to_id),
        earlier=seen.get(case.repeats_id),
        joined=len({row.pk for row in told} | {row.pk for row in joined if row.pk in seen}),
        joined_numbers=[row.number for row in joined if row.pk in seen],
        whole=seen.get(case.split_from_id),
        parts=[row.number for row in below if row.pk in seen and row.split_from_id == case.pk],
    )


def journal_of(case: Case, staff: Staff) -> Sequence[JournalEntry]:
    """The moves of `case` with who made them, the oldest first, as `staff` may read them."""
    found = JournalEntry.objects.filter(case=case).select_related("by", "lead")
    return without_unseen(staff, list(found.order_by("seq")))
