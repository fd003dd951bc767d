"""A simulation of the dispatch catalogue as people read it: shares, pairs of units, moved cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hotline.records.models import Case, DispatchSimulation, SimulatedMove, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import departments, departments_by_code

NO_ADVICE = "（无建议，由人工派单）"


@dataclass(frozen=True, slots=True)
class Share:
    """One count with its share of all cases, in percent with one decimal."""

    name: str
    count: int
    percent: str


@dataclass(frozen=True, slots=True)
class Pair:
    """How many cases would go from one unit to another."""

    present: str
    changed: str
    count: int


@dataclass(frozen=True, slots=True)
class Moved:
    """One case that would move; without a case where the reader may not see it."""

    case: Case | None
    went_to: str
    present: str
    changed: str
    because: str


COUNTS = {
    "same": "不变",
    "moved": "会改变",
    "without": "前后都没有建议",
    "present_agrees": "现行目录与实际承办单位一致",
    "changed_agrees": "拟议目录与实际承办单位一致",
    "changed_silent": "拟议目录没有建议（需人工）",
    "troubles": "其中拟议目录的条目有问题",
}


def shares_of(run: DispatchSimulation) -> list[Share]:
    """The counts of a simulation, in reading order; none before the first chunk."""
    totals = run.totals
    cases = totals.get("cases", 0)
    if not cases:
        return []
    return [
        Share(name, totals[code], f"{100 * totals[code] / cases:.1f}%")
        for code, name in COUNTS.items()
    ]


def pairs_of(run: DispatchSimulation) -> list[Pair]:
    """The moves by pair of units, the largest first."""
    units = departments_by_code()

    def name(code: str) -> str:
        return units[code].name if code in units else code or NO_ADVICE

    return [
        Pair(name(before), name(after), count)
        for before, after, count in run.totals.get("pairs", [])
    ]


def moves_shown(moves: Iterable[SimulatedMove], staff: Staff) -> list[Moved]:
    """Moved cases for a screen; of cases that `staff` may not see only where they would go."""
    rows = list(moves)
    wanted = [row.case_id for row in rows]
    cases = {case.pk: case for case in cases_for(staff).filter(pk__in=wanted)}
    return [
        Moved(
            case=cases.get(row.case_id),
            went_to=_name(row.went_to_id),
            present=_name(row.present_id),
            changed=_name(row.changed_id),
            because=row.because if row.case_id in cases else "",
        )
        for row in rows
    ]


def _name(unit: int | None) -> str:
    return departments()[unit].name if unit is not None else NO_ADVICE
