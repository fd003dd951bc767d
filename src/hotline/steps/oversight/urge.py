"""Urge: press the units that have the case to get on with it (催办)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Assignment, Case, JournalEntry, Staff
from hotline.records.queries.reference import departments
from hotline.steps.moving import Refused, moving
from hotline.steps.storing.book import book


def urge(
    case: Case, *, by: Staff | None, at: datetime, note: str = "", seen: int | None = None
) -> Case:
    """Urge every unit that still owes its share; the system itself needs no words for it."""
    if by is not None and not note.strip():
        raise Refused("note", "请写明催办的内容。")
    with moving(case, "urge", by=by, at=at, seen=seen) as change:
        change.note = note.strip()
        change.details = {"to": _units_that_owe(case), "count": urgings(case) + 1}
    return case


def urgings(case: Case) -> int:
    """How often the case was urged so far."""
    return sum(entry.verb == "urge" for entry in book().rows_of(case, JournalEntry))


def _units_that_owe(case: Case) -> list[str]:
    units = departments()
    owing = (row for row in book().rows_of(case, Assignment) if row.finished_at is None)
    return [units[row.department_id].code for row in owing]
