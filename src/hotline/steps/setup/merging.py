"""Merging reference tables with what a city's files say: create, update, end, never lose.

Rows are given as facts, a mapping of columns (`x_id` for a reference) to values, and are told
apart by key columns. `steps/setup/load_city.py` is the caller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, Q

from hotline.rules.city import InTree, paths

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound=Model)
Node = TypeVar("Node", bound=InTree)
Facts = dict[str, Any]
Key = tuple[Any, ...]

EVERYTHING = Q()


@dataclass(frozen=True)
class LoadReport:
    """What a load did, counted by table; `left` names rows outside the files that stay."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    left: dict[str, list[str]] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.created or self.updated or self.ended)


def merge(
    model: type[Row],
    keys: Sequence[str],
    wanted: Sequence[Facts],
    report: LoadReport,
    within: Q = EVERYTHING,
) -> dict[Key, Row]:
    """Create and update rows so that each of `wanted` is there; all rows by key afterwards."""
    held = {
        tuple(getattr(row, key) for key in keys): row
        for row in model._default_manager.filter(within)
    }
    new: list[Row] = []
    changed: list[Row] = []
    for facts in wanted:
        key = tuple(facts[name] for name in keys)
        if key not in held:
            held[key] = model(**facts)
            new.append(held[key])
        elif _set(held[key], facts):
            changed.append(held[key])
    model._default_manager.bulk_create(new)
    if changed:
        columns = [name.removesuffix("_id") for name in wanted[0] if name not in keys]
        model._default_manager.bulk_update(changed, columns)
    count(report.created, model, len(new))
    count(report.updated, model, len(changed))
    return held


def _set(row: Model, facts: Facts) -> bool:
    """Set the facts on a row; says whether any was different."""
    different = {name: value for name, value in facts.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def merge_tree(
    model: type[Row],
    rows: Iterable[Node],
    facts: Mapping[str, Facts],
    report: LoadReport,
    within: Q = EVERYTHING,
) -> dict[str, Row]:
    """Merge a table of nodes level by level, so that a parent is there before its children."""
    routes = paths(rows)
    placed: dict[str, Row] = {}
    for level in _levels(routes):
        wanted = [_with_parent(facts[code], placed) for code in level]
        merged = merge(model, ("code",), wanted, report, within)
        placed |= {row["code"]: merged[row["code"],] for row in wanted}
    return placed


def _levels(routes: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """The codes of a tree by their depth, roots first, each level in the given order."""

    def depth(code: str) -> int:
        return len(routes[code])

    return [list(level) for _, level in groupby(sorted(routes, key=depth), key=depth)]


def _with_parent(facts: Facts, placed: Mapping[str, Model]) -> Facts:
    """The facts of a node with its parent's identity for the parent's code."""
    parent = facts["parent"]
    rest = {name: value for name, value in facts.items() if name != "parent"}
    return {**rest, "parent_id": placed[parent].pk if parent else None}


def end(model: type[Row], which: Q, column: str, last_day: date, report: LoadReport) -> None:
    """Let the rows of `which` that hold longer end with `last_day`."""
    lasting = Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": last_day})
    ended = model._default_manager.filter(which & lasting).update(**{column: last_day})
    count(report.ended, model, ended)


def remove(model: type[Row], which: Q, report: LoadReport) -> None:
    """Delete rows that nothing can refer to."""
    deleted, _ = model._default_manager.filter(which).delete()
    count(report.ended, model, deleted)


def leave(
    model: type[Row], named: Iterable[str], report: LoadReport, within: Q = EVERYTHING
) -> None:
    """Note the rows that the files do not name and that have no dates to end."""
    stay = model._default_manager.filter(within).exclude(code__in=list(named))
    codes = list(stay.order_by("code").values_list("code", flat=True))
    if codes:
        report.left[model.__name__] = codes


def not_in(rows: Iterable[InTree]) -> Q:
    """The rows of a table whose codes are not among these."""
    return ~Q(code__in=[row.code for row in rows])


def listed(row: DataclassInstance) -> Facts:
    """A row's fields as the database gives them back: lists for tuples."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(row).items()
    }


def count(counter: Counter[str], model: type[Model], number: int) -> None:
    """Add to a table's count; nothing is no entry."""
    if number:
        counter[model.__name__] += number
