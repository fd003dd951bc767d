"""流转记录 over the API: every move to whom may see the case, its words to those they are for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema

from hotline.records.models import JournalEntry, Staff
from hotline.records.queries.journal_words import made_in_own_unit, reads_words
from hotline.records.queries.reference import departments
from hotline.rules.life import MOVES, STATUS_NAMES, Status
from hotline.rules.masking import mask_text
from hotline.steps.storing.keyed import PLACE


class EntryShown(Schema):
    """One move; `by`, `note` and `details` are empty for those whom they do not concern."""

    seq: int
    at: datetime
    verb: str
    name: str
    status: str
    status_name: str
    lead: str
    due_at: datetime | None
    by: str
    by_unit: str
    note: str
    details: dict[str, Any]


def entry_shown(entry: JournalEntry, staff: Staff) -> EntryShown:
    """The entry as `staff` may read it."""
    whole = staff.may("see_journal")
    own = made_in_own_unit(entry, staff)
    by = entry.by
    unit = departments().get(by.department_id) if by is not None and by.department_id else None
    return EntryShown(
        seq=entry.seq,
        at=entry.at,
        verb=entry.verb,
        name=MOVES[entry.verb].name if entry.verb in MOVES else entry.verb,
        status=entry.status,
        status_name=STATUS_NAMES[Status(entry.status)],
        lead=entry.lead.code if entry.lead else "",
        due_at=entry.due_at,
        by=by.name if by is not None and (whole or own) else "",
        by_unit=unit.code if unit is not None else "",
        note=mask_text(entry.note) if reads_words(entry, staff) else "",
        details=_masked(entry.details) if whole else {},
    )


def _masked(details: dict[str, Any]) -> dict[str, Any]:
    """The entry's details with their texts masked; a program's key is its own affair."""
    return {
        name: mask_text(value) if isinstance(value, str) else value
        for name, value in details.items()
        if name != PLACE
    }
