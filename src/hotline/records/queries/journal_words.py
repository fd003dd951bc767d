"""What of a case's journal a person may read: the notes for them, the numbers they may know."""

from __future__ import annotations

from collections.abc import Sequence

from hotline.records.models import JournalEntry, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import covers, departments

# What the office says to the unit that has the case; the unit reads these notes.
TO_UNITS = frozenset(
    {
        *("dispatch", "send_back", "refuse_return", "agree_return", "rule", "escalate"),
        *("grant_extension", "refuse_extension", "handle_again", "urge", "supervise"),
        *("raise_supervision", "end_supervision", "confer", "instruct", "shelve", "take_up"),
    }
)
# The facts of an entry that name another case, and the one that names several.
NAMES_CASES = "into"
NAMES_CASE = ("main", "earlier", "whole")


def reads_words(entry: JournalEntry, staff: Staff) -> bool:
    """Whether `staff`, who may see the case, may read what was written with this move."""
    return (
        staff.may("see_all_cases")
        or staff.may("see_journal")
        or entry.verb in TO_UNITS
        or _said_by_citizen(entry)
        or made_in_own_unit(entry, staff)
    )


def _said_by_citizen(entry: JournalEntry) -> bool:
    """Whether the citizen said it to whoever handles the case, of their own accord or asked."""
    if entry.verb == "take_message":
        return entry.details.get("kind") == "more"
    return entry.verb == "resume" and entry.details.get("by") == "citizen"


def made_in_own_unit(entry: JournalEntry, staff: Staff) -> bool:
    """Whether the move was made by the person, or in their unit or one below it."""
    if entry.by is None:
        return False
    unit = departments().get(entry.by.department_id) if entry.by.department_id else None
    return entry.by.pk == staff.pk or (unit is not None and covers(staff.department, unit))


def without_unseen(staff: Staff, entries: Sequence[JournalEntry]) -> Sequence[JournalEntry]:
    """The entries, without the numbers of other cases that `staff` may not see.

    A case of which another one spoke can have become confidential since.
    """
    named = {
        entry.details[fact] for entry in entries for fact in NAMES_CASE if fact in entry.details
    }
    named |= {number for entry in entries for number in entry.details.get(NAMES_CASES, ())}
    if not named:
        return entries
    seen = set(cases_for(staff).filter(number__in=named).values_list("number", flat=True))
    for entry in entries:
        entry.details = {
            fact: value
            for fact, value in entry.details.items()
            if fact not in NAMES_CASE or value in seen
        }
        if NAMES_CASES in entry.details:
            entry.details[NAMES_CASES] = [n for n in entry.details[NAMES_CASES] if n in seen]
    return entries
