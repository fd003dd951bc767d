"""Pairs of the same matter in a corpus, without comparing each message with each.

A message is compared with those that share its rarest pieces: at most `MOST_COMPARED`, however many
messages there are. A growing corpus is served one message at a time (`Index.near`, then
`Index.add`); at a million cases the same is asked of the database's own index of words, over the
last year or two, and `scoring.likeness` weighs what it brings.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

from hotline.engines.alike.reading import Reading
from hotline.engines.alike.scoring import SAME_FROM, Comparer, Likeness
from hotline.engines.alike.usual import Usual

# How many of a message's rarest pieces are looked up. A piece that more than a tenth of all share
# says nothing; of one that many share, its nearest neighbours in time are looked at.
RAREST_NAMES = 24
RAREST_OTHERS = 12
MOST_LOOKED_AT = 150
COMMON_FROM = 0.1
MOST_COMPARED = 60
MOST_COPIES = 20


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
        self._copies: Counter[frozenset[str]] = Counter()
        self.readings: list[Reading] = []

    def add(self, reading: Reading) -> int:
        """Take in a message; says its place. Of a text that was sent hundreds of times the first
        few are found by the others: it must not hide what says the same in other words."""
        place = len(self.readings)
        self.readings.append(reading)
        self._copies[reading.grams] += 1
        if self._copies[reading.grams] <= MOST_COPIES:
            for gram in reading.grams:
                self._holding[gram].append(place)
        return place

    def near(
        self, reading: Reading, most: int = MOST_COMPARED, around: int | None = None
    ) -> list[int]:
        """The places of the messages that share most of what is rare in it; the latest where many
        do, or those about a place of its own."""
        shared: dict[int, float] = defaultdict(float)
        for gram in self._rarest(reading):
            weight = self._usual.weight(gram) * (2 if gram in reading.title_name_grams else 1)
            for place in _neighbours(self._holding[gram], around):
                shared[place] += weight
        found = nlargest(most + 1, shared, key=lambda place: (shared[place], place))
        return [place for place in found if self.readings[place].id != reading.id][:most]

    def _rarest(self, reading: Reading) -> set[str]:
        common = max(MOST_LOOKED_AT, COMMON_FROM * len(self.readings))

        def rare(grams: frozenset[str], most: int) -> list[str]:
            held = ((len(self._holding.get(gram, ())), gram) for gram in grams)
            return [gram for _, gram in sorted(h for h in held if 0 < h[0] <= common)[:most]]

        names = rare(reading.title_grams | reading.name_grams, RAREST_NAMES)
        return {*names, *rare(reading.grams, RAREST_OTHERS)}


def _neighbours(holders: Sequence[int], around: int | None) -> Sequence[int]:
    """Of many holders of a piece those next to a place among them."""
    if len(holders) <= MOST_LOOKED_AT:
        return holders
    middle = len(holders) if around is None else bisect_left(holders, around)
    start = min(max(middle - MOST_LOOKED_AT // 2, 0), len(holders) - MOST_LOOKED_AT)
    return holders[start : start + MOST_LOOKED_AT]


def candidates(readings: Sequence[Reading], usual: Usual) -> list[tuple[int, int]]:
    """The pairs of places worth comparing, each once."""
    index = Index(usual)
    for reading in readings:
        index.add(reading)
    found: set[tuple[int, int]] = set()
    for here, reading in enumerate(readings):
        found.update(
            (min(here, there), max(here, there)) for there in index.near(reading, around=here)
        )
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
