"""Sign: the unit confirms that the case has reached it (签收)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Assignment, Case, Staff
from hotline.records.queries.reference import covers, departments
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import moving
from hotline.steps.storing.book import LostRace, book


def sign(case: Case, *, by: Staff | None, at: datetime, seen: int | None = None) -> Case:
    """Sign for the lead assignment on behalf of its unit."""
    with moving(case, "sign", by=by, at=at, seen=seen) as change:
        assignment = open_assignment(case)
        own_unit_only(assignment, by, "sign")
        change.change(assignment, signed_at=at, signed_by=by)
    return case


def open_assignment(case: Case) -> Assignment:
    """The lead assignment that is not finished.

    A case whose status speaks of one has one, unless somebody else moved it since it was read.
    """
    for row in book().rows_of(case, Assignment):
        if row.part == "lead" and row.finished_at is None:
            assignment: Assignment = row
            return assignment
    raise LostRace


def own_unit_only(assignment: Assignment, by: Staff | None, verb: str) -> None:
    """Refuse a person of another unit; a parent unit may act for those below it."""
    unit = departments().get(assignment.department_id) or assignment.department
    if by is not None and not covers(by.department, unit):
        raise NotPermitted(verb)
