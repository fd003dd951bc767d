"""Promises of units: how one ended, and how near its day is."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=3)


class Outcome(StrEnum):
    """How a promise ended; an open one has none."""

    KEPT = "kept"
    BROKEN = "broken"
    REPLACED = "replaced"


OUTCOMES = {
    Outcome.KEPT: "已兑现",
    Outcome.BROKEN: "未兑现",
    Outcome.REPLACED: "已重新答复",
}
# What a person can say of one; that a new reply took its place the system says.
SETTLED = (Outcome.KEPT, Outcome.BROKEN)


class Standing(StrEnum):
    """How an open promise stands on a day."""

    LATE = "late"
    SOON = "soon"
    OPEN = "open"


STANDINGS = {Standing.LATE: "已过期", Standing.SOON: "即将到期", Standing.OPEN: "未到期"}


def standing(due: date, today: date) -> Standing:
    """Past its day, within three days of it, or further off; its own day still counts as soon."""
    if due < today:
        return Standing.LATE
    return Standing.SOON if due <= today + SOON else Standing.OPEN
