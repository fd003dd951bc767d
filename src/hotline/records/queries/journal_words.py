"""Whose eyes the words of a journal entry are for; that the move was made, all may see."""

from __future__ import annotations

from hotline.records.models import JournalEntry, Staff
from hotline.records.queries.reference import covers, departments

# What the office says to the unit that has the case; the unit reads these notes.
TO_UNITS = frozenset(
    {
        *("dispatch", "send_back", "refuse_return", "agree_return", "rule", "escalate"),
        *("grant_extension", "refuse_extension", "handle_again", "urge", "supervise"),
        *("raise_supervision", "end_supervision", "confer", "instruct", "shelve", "take_up"),
    }
)


def reads_words(entry: JournalEntry, staff: Staff) -> bool:
    """Whether `staff`, who may see the case, may read what was written with this move."""
    return (
        staff.may("see_all_cases")
        or staff.may("see_journal")
        or entry.verb in TO_UNITS
        or made_in_own_unit(entry, staff)
    )


def made_in_own_unit(entry: JournalEntry, staff: Staff) -> bool:
    """Whether the move was made by the person, or in their unit or one below it."""
    if entry.by is None:
        return False
    unit = departments().get(entry.by.department_id) if entry.by.department_id else None
    return entry.by.pk == staff.pk or (unit is not None and covers(staff.department, unit))
