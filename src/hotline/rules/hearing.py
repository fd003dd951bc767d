"""Who is told at once that something has changed: the audience of a word, and those who listen.

A word carries identities only: whoever hears it asks the site again, through the usual door.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Audience:
    """Certain people, and whoever holds one of `permits` (in one of `units`, if there are any)."""

    staff: frozenset[int] = frozenset()
    permits: frozenset[str] = frozenset()
    units: frozenset[int] = frozenset()

    def as_json(self) -> dict[str, list[Any]]:
        """The audience as it is sent along."""
        said = {"staff": self.staff, "permits": self.permits, "units": self.units}
        return {name: sorted(values) for name, values in said.items() if values}

    @classmethod
    def from_json(cls, said: Mapping[str, list[Any]]) -> Audience:
        """The audience as it was sent."""
        return cls(**{name: frozenset(values) for name, values in said.items()})


@dataclass(frozen=True, slots=True)
class Listener:
    """A person with a page open: what they may, and their unit (None for the office)."""

    staff: int
    permits: frozenset[str] = frozenset()
    unit: int | None = None

    def is_meant(self, audience: Audience) -> bool:
        """Whether a word to this audience is for this person."""
        if self.staff in audience.staff:
            return True
        in_unit = not audience.units or self.unit in audience.units
        return in_unit and not self.permits.isdisjoint(audience.permits)


# A word as a step says it: to whom, what kind of change, and of what.
Word = tuple[Audience, str, Facts]
