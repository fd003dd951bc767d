"""Settle guesses: once people have sorted a case, each guess of it was kept or changed.

Derived from the case and its journal, beside the path: no step waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from hotline.records.models import Case, CaseGuess, JournalEntry
from hotline.rules.guessed_fields import ATTENTION, CAMPAIGN, KIND, NO_CAMPAIGN, TOPIC, URGENCY
from hotline.rules.life import Status

UNSORTED = (Status.REGISTERED, Status.AWAITING_DISPATCH)
SORTING = ("register", "classify")
MOST_AT_ONCE = 500


def settle_guesses(*, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """Say of the open guesses of sorted cases how they ended; says of how many cases."""
    waiting = CaseGuess.objects.filter(outcome="open").exclude(case__status__in=UNSORTED)
    numbers = list(waiting.order_by("case").values_list("case", flat=True).distinct()[:most])
    cases = Case.objects.filter(pk__in=numbers).select_related("kind", "topic", "campaign")
    sorted_by = _who_sorted(numbers)
    rows: list[CaseGuess] = []
    by_case: dict[Any, list[CaseGuess]] = {}
    for row in CaseGuess.objects.filter(case__in=numbers, outcome="open"):
        by_case.setdefault(row.case_id, []).append(row)
    for case in cases:
        for row in by_case.get(case.pk, ()):
            rows.append(_settled(row, case, sorted_by.get(case.pk), at))
    CaseGuess.objects.bulk_update(
        rows, ["outcome", "settled_value", "settled_by", "settled_at"], batch_size=MOST_AT_ONCE
    )
    return len(numbers)


def value_of(case: Case, field: str) -> str:
    """What people settled on, in the words of guesses."""
    if field == KIND:
        return case.kind.code if case.kind else ""
    if field == TOPIC:
        return case.topic.code if case.topic else ""
    if field == URGENCY:
        return case.urgency
    if field == CAMPAIGN:
        return case.campaign.code if case.campaign else NO_CAMPAIGN
    return ""


def _settled(row: CaseGuess, case: Case, entry: JournalEntry | None, at: datetime) -> CaseGuess:
    """A guess with how it ended; nobody settles an alarm, nor what no person sorted."""
    row.settled_at = at
    row.settled_value = value_of(case, row.field)
    if row.field == ATTENTION or not row.settled_value or entry is None:
        row.outcome = "unsettled"
        return row
    row.settled_by_id = entry.by_id
    row.outcome = "kept" if _agrees(row, case) else "changed"
    return row


def _agrees(row: CaseGuess, case: Case) -> bool:
    """A guess of a node above the topic was right as far as it went."""
    if row.field == TOPIC and case.topic is not None:
        return row.value in case.topic.path
    return row.value == row.settled_value


def _who_sorted(numbers: Iterable[Any] | Sequence[Any]) -> dict[Any, JournalEntry]:
    """The last move of each case by which a person classified it."""
    entries = JournalEntry.objects.filter(case__in=numbers, verb__in=SORTING, by__isnull=False)
    found = entries.order_by("case", "-seq").distinct("case").only("case", "by", "seq")
    return {entry.case_id: entry for entry in found}
