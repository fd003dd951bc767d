"""The single place where a case's status changes.

A step opens `moving(case, verb, …)`, states what changes and what is added, and leaves. On
leaving, the guard on the old state, the change, the journal entry and the deferred jobs are
written in one transaction; when the step raises, nothing is. Who comes second is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import models

from hotline.records.models import Case, JournalEntry, Staff
from hotline.rules.hearing import Audience, Facts
from hotline.rules.life import MOVES, Move, Status, find_move
from hotline.rules.permits import NotPermitted
from hotline.steps.roads.owe import owe
from hotline.steps.storing.book import LostRace, Writing, book, reading_once, together

# The facts by which figures are counted; every journal entry keeps them as they stand after it.
COUNTED = ("channel", "kind", "topic", "campaign", "lead")
ENTRY_COLUMNS = tuple(field.attname for field in JournalEntry._meta.concrete_fields)


class Refused(Exception):
    """A step's facts are missing or contradict each other; nothing was changed.

    `field` names the fact that is wanted, the text says in Chinese what to do.
    """

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class Change:
    """What one step wants changed; filled inside `moving`."""

    def __init__(self, case: Case, move: Move, by: Staff | None, at: datetime) -> None:
        self.case = case
        self.move = move
        self.by = by
        self.at = at
        self.target: Status | None = None
        self.note = ""
        self.details: dict[str, Any] = {}
        # What other systems are told of this move, where that is not what the verb says by itself.
        self.told_as: str | None = None
        self.told_text = ""
        self.writing = Writing(case=case, seen=case.version)

    def lead_to(self, status: Status) -> None:
        """Say to which of several targets of the move these facts lead."""
        self.target = status

    def set(self, **facts: Any) -> None:
        """Change facts of the case itself."""
        self.writing.facts.update(facts)

    def add(self, row: models.Model) -> None:
        """Add a row that hangs on the case."""
        self.writing.rows.append(row)

    def change(self, row: models.Model, **facts: Any) -> None:
        """Change facts of a row that hangs on the case; what is said later holds."""
        for known, before in self.writing.changes:
            if known.pk == row.pk:
                before.update(facts)
                return
        self.writing.changes.append((row, facts))

    def defer(self, job: str, **arguments: Any) -> None:
        """Have a background job done if, and only if, this step is stored."""
        self.writing.jobs.append((job, arguments))

    def tell(self, audience: Audience, kind: str, data: Facts) -> None:
        """Have open pages told if, and only if, this step is stored; identities only."""
        self.writing.words.append((audience, kind, data))


def permit(by: Staff | None, verb: str) -> None:
    """Refuse a person none of whose roles carries `verb`; the system itself (None) may."""
    if by is not None and not by.may(verb):
        raise NotPermitted(verb)


def in_the_place_of(by: Staff | None, verb: str) -> dict[str, str]:
    """For an entry: who is away, where the person may do this only as their deputy."""
    away = by.lent.get(verb) if by is not None else None
    return {"in_place_of": away.name} if away is not None else {}


CITIZEN = "citizen"
# The case that its citizen is moving by their own hand just now.
_own_hand: ContextVar[Any] = ContextVar("own_hand", default=None)


@contextmanager
def by_citizen(case: Case) -> Iterator[None]:
    """Journal the moves of this very case as its citizen's own doing; what follows from them for
    others is the system's."""
    token = _own_hand.set(case.pk)
    try:
        yield
    finally:
        _own_hand.reset(token)


def _by_own_hand(case: Case) -> dict[str, str]:
    return {"by": CITIZEN} if case.pk == _own_hand.get() else {}


TAKING_IN = ("receive", "register")


def on_behalf(by: Staff | None, *verbs: str) -> Staff | None:
    """Who does what a larger errand brings along: the person, or the system where they may not.

    Whoever may run an import or mend what could not be read need not be a call-taker.
    """
    return by if by is not None and all(by.may(verb) for verb in verbs) else None


@contextmanager
def moving(
    case: Case, verb: str, *, by: Staff | None, at: datetime, seen: int | None = None
) -> Iterator[Change]:
    """Move `case` by `verb`.

    `seen` is the version that the person looked at, where a screen knows it. Raises NotPermitted
    (first: who may not make the move learns nothing about the status), NotOpen or LostRace;
    whatever the block raises leaves everything as it was. A move dated before the last one has
    lost its race too: the journal of a case never runs backwards.
    """
    if verb in MOVES:
        permit(by, MOVES[verb].permit)
    move = find_move(verb, Status(case.status))
    if at < case.moved_at or (seen is not None and seen != case.version):
        raise LostRace
    change = Change(case, move, by, at)
    with reading_once():
        try:
            yield change
        except Refused:
            _need_unmoved(case)
            raise
    _finish(change, move.lands_on(Status(case.status), change.target))


def _need_unmoved(case: Case) -> None:
    """What a step refuses may be another's doing meanwhile: then it is the race that is told."""
    with together():
        book().hold(case)


@contextmanager
def opening(case: Case, *, by: Staff | None, at: datetime) -> Iterator[Change]:
    """Register a case that does not exist yet: the first move of every life."""
    move = MOVES["register"]
    permit(by, move.verb)
    change = Change(case, move, by, at)
    change.writing.is_new = True
    yield change
    _finish(change, Status.REGISTERED)


def _finish(change: Change, status: Status) -> None:
    change.set(status=status.value, version=change.case.version + 1, moved_at=change.at)
    change.add(_entry(change))
    owe(change)
    book().write(change.writing)


def _entry(change: Change) -> JournalEntry:
    """The journal's entry of this move; made by columns in order, which is twice as fast."""
    case, facts = change.case, change.writing.facts
    columns = {
        "id": None,
        "case_id": case.pk,
        "seq": facts["version"],
        "at": change.at,
        "by_id": change.by.pk if change.by is not None else None,
        "verb": change.move.verb,
        "status": facts["status"],
        "due_at": facts.get("due_at", case.due_at),
        "note": change.note,
        "details": {
            **change.details,
            **in_the_place_of(change.by, change.move.permit),
            **_by_own_hand(case),
        },
    }
    for name in COUNTED:
        fact = facts.get(name)
        kept = getattr(case, f"{name}_id")
        columns[f"{name}_id"] = fact.pk if fact is not None else None if name in facts else kept
    return JournalEntry(*(columns[name] for name in ENTRY_COLUMNS))
