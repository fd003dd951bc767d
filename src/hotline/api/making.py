"""Making a move for a program: the door, the version that was seen, the key, and the step.

A program that lost the answer sends its request again. Two ways keep that from moving a case
twice, neither with a table of its own:
- `seen` (or If-Match): the move is made from that version or not at all. A second sending is told
  409 (412 after If-Match) with the present version and the entry that came after `seen`; where
  that entry is the caller's own move of the same verb, `done_by_you` is true.
- `Idempotency-Key`: the key is kept in the journal entry of the move (`steps/storing/keyed.py`);
  a second sending is answered like the first, one with other content 409.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from pydantic import BaseModel

from hotline.api.codes import Asked, rows_of
from hotline.api.doors import case_or_404
from hotline.api.move_bodies import BODIES
from hotline.api.problems import Problem, problem_of
from hotline.api.tokens import Caller
from hotline.records.models import Case, JournalEntry, Staff
from hotline.records.queries.access import case_for
from hotline.records.queries.requests import entries_of_request, entry_after
from hotline.records.sealing import digest
from hotline.rules.life import MOVES, NotOpen, Status, find_move
from hotline.steps.moving import permit
from hotline.steps.storing.book import LiveBook, LostRace, writing_in
from hotline.steps.storing.keyed import PLACE, KeyedBook, RequestKey
from hotline.steps.verbs import STEPS


@dataclass(frozen=True, slots=True)
class Wish:
    """A move that a program wants made: who, which verb, when, and under which key."""

    verb: str
    by: Staff
    at: datetime
    request: RequestKey | None = None

    @property
    def book(self) -> LiveBook:
        """Where the step writes: with the key in the journal, if there is one."""
        return KeyedBook(self.request) if self.request is not None else LiveBook()


def wish(request: Caller, verb: str, body: BaseModel, key: str | None) -> Wish:
    """What is wanted, once its caller may make such moves at all."""
    permit(request.auth, MOVES[verb].permit)
    bare = (key or "").removeprefix('"').removesuffix('"')
    known = RequestKey(request.token.pk, bare, _digest(verb, body)) if bare else None
    return Wish(verb, request.auth, timezone.now(), known)


def move_one(wanted: Wish, number: str, body: BaseModel, seen: int | None) -> tuple[Case, int]:
    """Make the move; gives the case as it stands and the number of the move's journal entry."""
    case = case_or_404(wanted.by, number)
    if (made := entry_made(wanted, case)) is not None:
        return case, made.seq
    if seen is not None and seen != case.version:
        raise stale(case, wanted, seen)
    try:
        find_move(wanted.verb, Status(case.status))
        facts = rows_of(body, BODIES[wanted.verb], Asked(wanted.by, wanted.at, case))
        with writing_in(wanted.book):
            STEPS[wanted.verb](case, by=wanted.by, at=wanted.at, seen=seen, **facts)
    except NotOpen as error:
        raise problem_of(error, wanted.by, case) from error
    except LostRace as error:
        return _after_race(wanted, case, seen, error)
    return case, case.version


def entry_made(wanted: Wish, case: Case) -> JournalEntry | None:
    """The entry that this very request left on the case before; refused for other content."""
    return entries_made(wanted, [case]).get(case.number)


def entries_made(wanted: Wish, cases: list[Case]) -> dict[str, JournalEntry]:
    """The same for several cases, by number."""
    if wanted.request is None:
        return {}
    found = entries_of_request(cases, wanted.request.token, wanted.request.key)
    for entry in found.values():
        if entry.details[PLACE]["digest"] != wanted.request.digest:
            raise Problem(
                409, "这个 Idempotency-Key 已用于另一次请求，请换一个新的。", "Idempotency-Key"
            )
    return {case.number: found[case.pk] for case in cases if case.pk in found}


def stale(case: Case, wanted: Wish, seen: int) -> Problem:
    """409: the case has moved on since it was looked at, and what moved it."""
    return _lost(case, wanted, entry_after(case, seen))


def _after_race(wanted: Wish, case: Case, seen: int | None, error: LostRace) -> tuple[Case, int]:
    """Somebody was faster: this request's own twin, or another, of which the caller is told."""
    try:
        now = case_for(wanted.by, case.number)
    except Case.DoesNotExist:
        raise error from None  # moved out of the caller's sight
    if (made := entry_made(wanted, now)) is not None:
        return now, made.seq
    if now.version == case.version:
        raise error  # a row beside the case was changed
    raise _lost(now, wanted, entry_after(now, case.version if seen is None else seen)) from error


def _lost(case: Case, wanted: Wish, entry: JournalEntry | None) -> Problem:
    told: dict[str, Any] = {"version": case.version, "done_by_you": False}
    if entry is not None:
        told["moved_by"] = {"seq": entry.seq, "verb": entry.verb, "at": entry.at.isoformat()}
        mine = entry.by is not None and entry.by.pk == wanted.by.pk
        told["done_by_you"] = mine and entry.verb == wanted.verb
    problem = problem_of(LostRace())
    return Problem(409, problem.detail, kind=problem.kind, **told)


def _digest(verb: str, body: BaseModel) -> str:
    """What was asked for, whatever the order it was written in and whichever cases it is for."""
    facts: Mapping[str, Any] = body.model_dump(mode="json", exclude={"seen", "cases"})
    return digest(json.dumps([verb, facts], sort_keys=True).encode()).hex()
