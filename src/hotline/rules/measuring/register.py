"""The city's words that a form refers to: channels, kinds, topics, campaigns, lines, units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hotline.rules.measures import STANDARD, Measure


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the bulletin's list of topics: a campaign, or branches of the tree of topics."""

    name: str
    topics: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its name as printed in the period, its rank, its parent ("" at the top)."""

    code: str
    name: str
    order: int
    is_district: bool
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A channel or topic: its name, and the codes from the root down to it."""

    name: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The city's words. `boards` maps a channel to itself and its boards.

    `units` are those at the top, `lower` those below them; `measures` those of the period's day.
    """

    boards: Mapping[str, frozenset[str]]
    lines: Mapping[str, Line]
    kinds: Mapping[str, str]
    units: tuple[Unit, ...]
    lower: tuple[Unit, ...] = ()
    channels: Mapping[str, Node] = field(default_factory=dict)
    topics: Mapping[str, Node] = field(default_factory=dict)
    campaigns: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=lambda: STANDARD)

    def unit_name(self, code: str) -> str:
        """What a unit is called; its code where it is unknown."""
        named = (unit.name for unit in (*self.units, *self.lower) if unit.code == code)
        return next(named, code)
