"""Finding the moves that a program's request has made already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from hotline.records.models import Case, JournalEntry


def entries_of_request(cases: Iterable[Case], token: int, key: str) -> dict[UUID, JournalEntry]:
    """By case, the entry that this token's request of this key left there."""
    asked: dict[str, Any] = {"details__request__token": token, "details__request__key": key}
    found = JournalEntry.objects.filter(case__in=[case.pk for case in cases], **asked)
    return {entry.case_id: entry for entry in found}


def entry_after(case: Case, version: int) -> JournalEntry | None:
    """The entry of the move that came after `version`; None while nothing has."""
    found = JournalEntry.objects.filter(case=case, seq=version + 1)
    return found.select_related("by").first()
