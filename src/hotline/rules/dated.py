"""Rows that hold in a period: from when to when, and whether two of them meet."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Dated(Protocol):
    """A row that holds in a period."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


def holds_on(row: Dated, day: date) -> bool:
    """Whether a dated row holds on `day`."""
    return first_day(row) <= day <= last_day(row)


def first_day(row: Dated) -> date:
    """The first day on which a dated row holds."""
    return row.valid_from or date.min


def last_day(row: Dated) -> date:
    """The last day on which a dated row holds."""
    return row.valid_to or date.max


def overlap(one: Dated, other: Dated) -> bool:
    """Whether two dated rows hold on the same day."""
    return first_day(one) <= last_day(other) and first_day(other) <= last_day(one)
