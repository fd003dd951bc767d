"""The register of names: what a unit or a channel is called, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class DatedName:
    """An official name; both ends None means always. `valid_to` is the last day."""

    name: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date | None) -> bool:
        """Whether this is the name on `day`; without a day every name holds."""
        if day is None:
            return True
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Known:
    """One unit or channel: its dated names and what else it is called."""

    kind: str  # "unit" or "channel"
    names: tuple[DatedName, ...]
    aliases: tuple[str, ...] = ()

    def name_on(self, day: date | None) -> str:
        """The official name on `day`; outside all periods, the latest."""
        holding = [row.name for row in self.names if row.holds_on(day)]
        return holding[-1] if holding else self.names[-1].name

    def all_names(self) -> tuple[str, ...]:
        """Every name it has or had, and its aliases."""
        return (*(row.name for row in self.names), *self.aliases)


@dataclass(frozen=True, slots=True)
class NameRegister:
    """All that is known by name in a city; empty where no city is loaded."""

    known: tuple[Known, ...] = ()

    def of_kind(self, kind: str) -> Iterable[Known]:
        """The units, or the channels."""
        return (known for known in self.known if known.kind == kind)


def register_of_files(channels: Mapping[str, Any], departments: Mapping[str, Any]) -> NameRegister:
    """The register from a city's parsed `channels.toml` and `departments.toml`."""
    known = [
        Known("channel", (DatedName(row["name"]),), tuple(row.get("aliases", ())))
        for row in channels.get("channel", ())
    ]
    known += [
        Known("unit", tuple(map(_dated, row["names"])), tuple(row.get("aliases", ())))
        for row in departments.get("department", ())
    ]
    return NameRegister(tuple(known))


def _dated(row: Mapping[str, Any]) -> DatedName:
    return DatedName(row["name"], row.get("valid_from"), row.get("valid_to"))
