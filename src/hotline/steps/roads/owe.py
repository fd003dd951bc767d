"""Owe: with a move of a case, plan what other systems are to be told of it (回传).

Called by `moving` for every move, in whose transaction the rows are stored: a move that is undone
owes nothing, a stored one is never forgotten. The rows wait for `channels/sending.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hotline.records.models import Assignment, Case, Contact, Delivery, Road
from hotline.records.queries.reference import departments, roads
from hotline.records.queries.roads import BY_FILE, BY_HAND
from hotline.records.scope import everything
from hotline.rules.roads import OWED_DOWN, OWED_UP, TAKEN_AWAY
from hotline.steps.roads.onward import onward
from hotline.steps.storing.book import book

if TYPE_CHECKING:
    from hotline.steps.moving import Change


def owe(change: Change) -> None:
    """Add what this move owes to the roads that the case came by, and to units that are one."""
    seq = change.writing.facts["version"]
    for row in [*_up(change), *_down(change), *onward(change)]:
        row.journal_seq = seq
        change.add(row)


def owed(
    case: Case,
    road: Road,
    kind: str,
    *,
    at: datetime,
    contact: Contact | None = None,
    assignment: Assignment | None = None,
    note: str = "",
) -> Delivery:
    """One thing owed; on a road without an interface a person has to bring it, and on one of
    files it waits for the next file."""
    by_hand, by_file = road.adapter == BY_HAND, road.adapter == BY_FILE
    return Delivery(
        road=road,
        case=case,
        contact=contact,
        assignment=assignment,
        kind=kind,
        note=note,
        made_at=at,
        due_at=contact.external_due_at if contact is not None else None,
        state="by_hand" if by_hand else "waiting",
        next_at=None if by_hand or by_file else at,
    )


def _up(change: Change) -> Iterator[Delivery]:
    kind = change.told_as or OWED_UP.get(change.move.verb)
    case = change.case
    if kind is None or not case.owes_back:
        return
    for contact in _contacts(case):
        road = roads().get(contact.road_id)
        if road is not None and road.answers:
            yield owed(case, road, kind, at=change.at, contact=contact, note=change.told_text)


@everything()
def _contacts(case: Case) -> list[Contact]:
    """What the case came by; a unit that moves it need not see that."""
    return [row for row in book().rows_of(case, Contact) if row.road_id is not None]


def _down(change: Change) -> Iterator[Delivery]:
    """New shares of units that are another installation go there; what is taken away stops."""
    if not any(unit.road_id for unit in departments().values()):
        return
    writing, at = change.writing, change.at
    for row in writing.rows:
        if isinstance(row, Assignment) and (road := _road_of(row)):
            yield owed(change.case, road, "new", at=at, assignment=row)
    ended: set[Any] = set()
    for row, facts in writing.changes:
        if isinstance(row, Assignment) and facts.get("ended_as") in TAKEN_AWAY:
            ended.add(row.pk)
            if road := _road_of(row):
                yield owed(change.case, road, "recall", at=at, assignment=row)
    kind = OWED_DOWN.get(change.move.verb)
    if kind is not None:
        for share in book().rows_of(change.case, Assignment):
            if share.finished_at is None and share.pk not in ended and (road := _road_of(share)):
                text = change.told_text or change.note
                yield owed(change.case, road, kind, at=at, assignment=share, note=text)


def _road_of(share: Assignment) -> Road | None:
    unit = departments().get(share.department_id)
    return roads().get(unit.road_id) if unit is not None and unit.road_id else None
