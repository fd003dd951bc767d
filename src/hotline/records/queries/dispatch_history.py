"""What dispatching learned: counts by kind of matter, how often advice came true, closed cases that
are new to it, and whom a case must never go to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from hotline.records.models import (
    Assignment,
    Case,
    Department,
    DispatchCount,
    JournalEntry,
)
from hotline.records.queries.arrivals_read import SETTLED
from hotline.records.queries.reference import departments, departments_by_code

CLOSING = ("close", "explain")
LONGEST_CHAIN = 5


def counts_of(keys: Collection[str]) -> dict[str, dict[str, int]]:
    """By key and unit's code, how many cases there were."""
    codes = {pk: unit.code for pk, unit in departments().items()}
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = DispatchCount.objects.filter(key__in=keys, number__gt=0)
    for key, unit, number in rows.values_list("key", "unit_id", "number"):
        found[key][codes[unit]] = number
    return dict(found)


def newly_closed(until: datetime, after: int, most: int) -> list[JournalEntry]:
    """The entries by which handled cases were closed after the entry `after`, in their order."""
    found = JournalEntry.objects.filter(pk__gt=after, verb__in=CLOSING, at__lte=until - SETTLED)
    return list(found.select_related("case").order_by("pk")[:most])


def handled_by(cases: Iterable[Case]) -> dict[UUID, int]:
    """By case the unit whose reply was the last to be taken; not one that returned it."""
    rows = Assignment.objects.filter(case__in=cases, part="lead", ended_as="replied")
    return dict(rows.order_by("pk").values_list("case_id", "department_id"))


def standing_in(code: str, day: date) -> str:
    """The unit itself, or who took over from it; empty where nobody did."""
    unit: Department | None = departments_by_code().get(code)
    for _ in range(LONGEST_CHAIN):
        if unit is None or unit.valid_to is None or unit.valid_to >= day:
            break
        unit = departments().get(unit.successor_id) if unit.successor_id else None
    if unit is None or (unit.valid_from and unit.valid_from > day):
        return ""
    return unit.code if unit.valid_to is None or unit.valid_to >= day else ""


def of_today(counts: Mapping[str, Mapping[str, int]], day: date) -> dict[str, dict[str, int]]:
    """The counts with successors in place of units that are no more."""
    told: dict[str, dict[str, int]] = {}
    for key, units in counts.items():
        here = told.setdefault(key, {})
        for code, number in units.items():
            if now := standing_in(code, day):
                here[now] = here.get(now, 0) + number
    return told


def asked_for_as(units: Sequence[Department]) -> dict[str, tuple[str, ...]]:
    """By code, the names of units."""
    return {unit.code: (unit.name, *unit.aliases) for unit in units}
