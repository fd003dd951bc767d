"""Whose share in a case a move needs: the open assignment of the person's own unit."""

from __future__ import annotations

from hotline.records.models import Assignment, Case, Department, Staff
from hotline.records.queries.reference import covers, departments
from hotline.rules.life import MOVES
from hotline.rules.permits import NotPermitted
from hotline.steps.storing.book import LostRace, book


def lead_share(case: Case) -> Assignment:
    """The lead assignment that is not finished.

    A case whose status speaks of one has one, unless somebody else moved it since it was read.
    """
    for row in open_shares(case):
        if row.part == "lead":
            return row
    raise LostRace


def open_shares(case: Case) -> list[Assignment]:
    """Every assignment of the case that is not finished, the oldest first."""
    return [row for row in book().rows_of(case, Assignment) if row.finished_at is None]


def shares_below(case: Case, share: Assignment) -> list[Assignment]:
    """The open shares that were passed down from this one, directly or by those below it."""
    found: list[Assignment] = []
    above = {share.pk}
    for row in open_shares(case):
        if row.above_id in above:
            found.append(row)
            above.add(row.pk)
    return found


def own_share(case: Case, verb: str, by: Staff | None) -> Assignment:
    """The open share on which `by` may do `verb`; a parent unit may act for those below it.

    The person's own unit goes before one below it. The system itself acts on the first share.
    """
    shares = [row for row in open_shares(case) if row.part in MOVES[verb].parts]
    if not shares and MOVES[verb].parts == ("lead",):
        raise LostRace
    if by is None and shares:
        return shares[0]
    mine = [row for row in shares if by is not None and covers(by.department, unit_of(row))]
    mine.sort(key=lambda row: by is None or row.department_id != by.department_id)
    if not mine:
        raise NotPermitted(verb)
    return mine[0]


def unit_of(share: Assignment) -> Department:
    """The unit of a share, from the words kept in hand."""
    return departments().get(share.department_id) or share.department
