"""Part: the two matters are not the same after all; each is handled by itself (拆单)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import Refused, moving
from hotline.steps.storing.book import book


def part(
    case: Case, *, reason: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Undo the joining: the case waits to be dispatched."""
    if not reason.strip():
        raise Refused("reason", "请写明拆单的原因。")
    with moving(case, "part", by=by, at=at, seen=seen) as change:
        change.set(joined_to=None)
        change.note = reason.strip()
    return case


def part_from(main: Case, *, reason: str, at: datetime) -> None:
    """Part everything that is joined to `main`, which will bring no answer."""
    for case in book().joined_to(main):
        part(case, reason=reason, by=None, at=at)
