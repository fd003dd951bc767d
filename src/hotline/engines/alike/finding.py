"""Pairs of the same matter in a corpus, without comparing each message with each.

A message is compared with those that share its rarest pieces: few, however many messages there are.
For a growing corpus the same index serves one message at a time (`Index.near`, then `Index.add`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

from hotline.engines.alike.reading import Reading
from hotline.engines.alike.scoring import SAME_FROM, Comparer, Likeness
from hotline.engines.alike.usual import Usual

# How many of a message's rarest pieces are looked up, and how many messages may share one.
RAREST_NAMES = 24
RAREST_OTHERS = 12
MOST_SHARING = 150
MOST_COMPARED = 40


@dataclass(frozen=True, slots=True)
class Pair:
    """Two messages of the same matter, by their ids, the smaller first."""

    one: str
    other: str
    likeness: Likeness


class Index:
    """Which messages share a piece."""

    def __init__(self, usual: Usual) -> None:
        self._usual = usual
        self._holding: dict[str, list[int]] = defaultdict(list)
        self.readings: list[Reading] = []

    def add(self, reading: Reading) -> int:
        """Take in a message; says its place."""
        place = len(self.readings)
        self.readings.append(reading)
        for gram in reading.grams:
            self._holding[gram].append(place)
        return place

    def near(self, reading: Reading, most: int = MOST_COMPARED) -> list[int]:
        """The places of the messages that share most of what is rare in it."""
        shared: dict[int, float] = defaultdict(float)
        for gram in self._rarest(reading):
            weight = self._usual.weight(gram) * (2 if gram in reading.title_name_grams else 1)
            for place in self._holding[gram]:
                shared[place] += weight
        found = nlargest(most + 1, shared, key=lambda place: (shared[place], place))
        return [place for place in found if self.readings[place].id != reading.id][:most]

    def _rarest(self, reading: Reading) -> set[str]:
        def rare(grams: frozenset[str], most: int) -> list[str]:
            held = ((len(self._holding.get(gram, ())), gram) for gram in grams)
            return [gram for _, gram in sorted(h for h in held if 0 < h[0] <= MOST_SHARING)[:most]]

        names = rare(reading.title_grams | reading.name_grams, RAREST_NAMES)
        return {*names, *rare(reading.grams, RAREST_OTHERS)}


def candidates(readings: Sequence[Reading], usual: Usual) -> list[tuple[int, int]]:
    """The pairs of places worth comparing, each once."""
    index = Index(usual)
    for reading in readings:
        index.add(reading)
    found: set[tuple[int, int]] = set()
    for here, reading in enumerate(readings):
        found.update((min(here, there), max(here, there)) for there in index.near(reading))
    return sorted(found)


def pairs(
    readings: Sequence[Reading], usual: Usual, threshold: float = SAME_FROM
) -> Iterator[Pair]:
    """All pairs of the same matter, with their facts."""
    comparer = Comparer(usual)
    for here, there in candidates(readings, usual):
        one, other = sorted((readings[here], readings[there]), key=lambda reading: reading.id)
        if comparer.score(one, other) >= threshold:
            yield Pair(one.id, other.id, comparer.likeness(one, other))
