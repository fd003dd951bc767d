"""Whether the dispatch catalogue of a city's files fits its units, topics and kinds.

Part of `city_checking.py`: every fault is in Chinese and names the file, the row and the field.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from hotline.rules.city import CityFault, CityProfile, DepartmentRow, DispatchRuleRow, paths
from hotline.rules.dispatching import Rule, Unit, World, faults_of

FILE = "dispatch_rules.toml"


def check_dispatch_rules(profile: CityProfile) -> Iterator[CityFault]:
    """Rules name what there is, hold while their unit does, and do not contradict each other."""
    world = world_of(profile)
    units = {unit.code: unit for unit in profile.departments}
    for row in profile.dispatch_rules:
        for field, sentence in faults_of(rule_of(row), world):
            yield CityFault(FILE, _named(row), field, sentence)
        if row.unit in units:
            yield from _check_unit(row, units[row.unit])
        if not (row.topics or row.places or row.kinds or row.words):
            yield CityFault(FILE, _named(row), "topics", "至少要有一个条件，否则会拿走所有工单")
    yield from _check_contradictions(profile)


def world_of(profile: CityProfile) -> World:
    """A city's units, topics and kinds as rules see them."""
    routes = paths(profile.departments)
    return World(
        units={
            row.code: Unit(
                code=row.code,
                name=row.names[-1].name if row.names else row.code,
                path=routes[row.code],
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in profile.departments
        },
        topics={row.code: row.name for row in profile.topics},
        kinds={row.code: row.name for row in profile.kinds},
    )


def rule_of(row: DispatchRuleRow) -> Rule:
    """A row of the file as a rule; its code is its key."""
    return Rule(
        key=row.code,
        order=row.order,
        unit=row.unit,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        topics=row.topics,
        places=row.places,
        kinds=row.kinds,
        words=row.words,
        assisting=row.assisting,
        basis=row.basis,
        reason=row.reason,
    )


def _check_unit(row: DispatchRuleRow, unit: DepartmentRow) -> Iterator[CityFault]:
    """The unit is one that handles, and exists as long as the rule holds."""
    if unit.kind == "office":
        yield CityFault(FILE, _named(row), "unit", "热线办公室不能作为承办单位")
    if (unit.valid_from or date.min) > row.valid_from:
        yield CityFault(FILE, _named(row), "valid_from", f"承办单位自 {unit.valid_from} 起才有")
    if unit.valid_to is not None and (row.valid_to or date.max) > unit.valid_to:
        reason = f"承办单位到 {unit.valid_to} 为止，条目不能更晚失效"
        yield CityFault(FILE, _named(row), "valid_to", reason)


def _check_contradictions(profile: CityProfile) -> Iterator[CityFault]:
    """No two rows with one order, at the same time, name different units."""
    for one, other in combinations(profile.dispatch_rules, 2):
        if one.order == other.order and one.unit != other.unit and _overlap(one, other):
            reason = f"与 {one.code} 序号相同而单位不同，都适用时互相矛盾"
            yield CityFault(FILE, _named(other), "order", reason)


def _overlap(one: DispatchRuleRow, other: DispatchRuleRow) -> bool:
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (
        one.valid_to or date.max
    )


def _named(row: DispatchRuleRow) -> str:
    return f"[[rule]]（{row.code}）"
