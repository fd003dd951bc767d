"""Archive: a closed case is put away; nothing about it changes any more (归档)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import moving


def archive(
    case: Case, *, by: Staff | None, at: datetime, note: str = "", seen: int | None = None
) -> Case:
    """Put the case away; it stays counted as closed."""
    with moving(case, "archive", by=by, at=at, seen=seen) as change:
        change.note = note.strip()
    return case
