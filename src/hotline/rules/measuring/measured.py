"""What measuring gives: figures by name, the members of lists, tables and charts, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hotline.rules.counting import Figure
from hotline.rules.measures import Measure
from hotline.rules.measuring.register import Unit


@dataclass(frozen=True, slots=True)
class Part:
    """One member of a breakdown: its name, its figures by term, its own members.

    `rank` is its place by the term that the breakdown is sorted by; equals share one.
    """

    code: str
    name: str
    figures: Mapping[str, Figure]
    inner: tuple[Part, ...] = ()
    rank: int = 0

    @property
    def count(self) -> Figure:
        """Its number."""
        return self.figures["count"]

    @property
    def share(self) -> Figure:
        """Its share of the whole."""
        return self.figures["share"]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of the table of units."""

    unit: Unit
    values: tuple[Figure, ...]


@dataclass(frozen=True)
class Measured:
    """Everything a page prints: figures by name, breakdowns in order, the rows of the table.

    `lists` holds the members of every list, table and chart by its code, `totals` those of a
    table's last row; `measures` are the definitions by which the figures were counted.
    """

    figures: Mapping[str, Figure]
    lists: Mapping[str, tuple[Part, ...]]
    units: tuple[UnitRow, ...]
    totals: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
