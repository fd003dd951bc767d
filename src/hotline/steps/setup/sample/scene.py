"""What all players of a sample month share: the city, its people, words, clock and chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TypeVar

from hotline.records.models import Staff
from hotline.steps.setup.sample.city import City
from hotline.steps.setup.sample.staff import Crew
from hotline.steps.setup.sample.texts import Wording
from hotline.steps.setup.sample.times import OfficeClock

T = TypeVar("T")


@dataclass(frozen=True)
class Scene:
    """Where and with whom a month is played; everything has happened by `end`."""

    city: City
    crew: Crew
    wording: Wording
    clock: OfficeClock
    end: datetime
    rng: Random

    def office(self, verb: str) -> Staff | None:
        """Who does `verb` in the office."""
        return self.crew.office(verb)

    def says(self, name: str) -> str:
        """One of the general sentences called `name`."""
        return self.wording.generic(name)

    def happens(self, chance: float) -> bool:
        """Whether something with this chance happens this time."""
        return self.rng.random() < chance

    def drawn(self, weights: Mapping[T, int]) -> T:
        """One of the keys, by weight."""
        return self.rng.choices(list(weights), list(weights.values()))[0]
