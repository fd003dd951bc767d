"""Who called in vain and has not been reached since, and what was done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from hotline.records.models import MissedCaller, MissedEntry
from hotline.records.sealing import SealBroken, unseal
from hotline.rules.masking import mask_phone

LATELY = timedelta(days=7)
MOST_COUNTED = 999
TABS: dict[str, str] = {"open": "待回拨", "harassing": "曾骚扰", "done": "近七天已结"}
HOW: dict[str, str] = {
    "called_back": "已回拨接通",
    "called_again": "来电人再次来电",
    "given_up": "不再回拨",
}


@dataclass(frozen=True, slots=True)
class MissedLine:
    """One row of the list, its number masked; `last` is what was done last."""

    row: MissedCaller
    number: str
    last: str
    last_at: datetime | None


def missed_in(tab: str, now: datetime) -> QuerySet[MissedCaller]:
    """The rows of a tab: those open by their last call, the newest first."""
    rows = MissedCaller.objects.select_related("taken_by", "call")
    if tab == "done":
        return rows.filter(done_at__gte=now - LATELY).order_by("-done_at")
    return rows.filter(done_at=None, is_harassing=tab == "harassing").order_by("-last_at")


def counts(now: datetime) -> dict[str, int]:
    """How many rows each tab has, and no more than MOST_COUNTED."""
    return {tab: missed_in(tab, now).order_by()[:MOST_COUNTED].count() for tab in TABS}


def lines(rows: Sequence[MissedCaller]) -> list[MissedLine]:
    """The rows of a page with what was done last."""
    newest = MissedEntry.objects.filter(missed=OuterRef("missed")).order_by("-pk")
    last = MissedEntry.objects.filter(
        missed__in=[row.pk for row in rows], pk=Subquery(newest.values("pk")[:1])
    )
    by_row = {entry.missed_id: entry for entry in last}
    return [
        MissedLine(
            row,
            masked(row),
            by_row[row.pk].note if row.pk in by_row else "",
            by_row[row.pk].at if row.pk in by_row else None,
        )
        for row in rows
    ]


def missed(pk: UUID) -> MissedCaller | None:
    """One row."""
    return MissedCaller.objects.select_related("taken_by", "call").filter(pk=pk).first()


def missed_number(row: MissedCaller) -> str:
    """The number itself; only for steps that keep an account of it. Raises SealBroken."""
    return unseal("missed", "number", row.pk, row.number_sealed)


def masked(row: MissedCaller) -> str:
    """The number as a list shows it."""
    try:
        return mask_phone(missed_number(row))
    except SealBroken:
        return "号码无法解密"
