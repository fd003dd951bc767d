"""What is usual among the messages seen: how many say a word, and where their meanings lie.

What few say tells matters apart, what everybody says does not. It grows by a message at a time and
is small: counts of words and of pairs of characters, and one mean vector.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log, sqrt
from typing import TYPE_CHECKING

from hotline.engines.alike.frame_words import FRAME_WORDS

if TYPE_CHECKING:
    from hotline.engines.alike.reading import Reading
    from hotline.engines.meaning import Vectors

# An office without history: as if so many messages had been read, of which every 20th said each of
# the words that stand in messages of all places.
FEWEST_SEEN = 400
FRAME_SHARE = 0.05
_FRAME_TERMS = frozenset(
    word[place : place + 2] for word in FRAME_WORDS for place in range(len(word) - 1)
)
# Of fewer meanings the mean would be the matter itself.
FEWEST_MEANT = 100
# Weights are worked out anew when so much more has been seen.
STALE = 1.02


@dataclass(slots=True)
class Usual:
    """Of how many messages each term was part, and the sum of the meanings of those read with an
    encoder."""

    seen: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    meant: int = 0
    meaning: Vectors | None = None
    _weights: dict[str, float] = field(default_factory=dict)
    _weighed_at: float = 0

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Usual:
        """What is usual among these."""
        usual = cls()
        for reading in readings:
            usual.add(reading)
        return usual

    def add(self, reading: Reading) -> None:
        """Take in one message."""
        self.seen += 1
        self.counts.update(reading.terms())
        if reading.vector is not None:
            self.meant += 1
            self.meaning = reading.vector if self.meaning is None else self.meaning + reading.vector

    def weight(self, term: str) -> float:
        """How much a shared term says: 0 for what all write, towards 1 for what one writes."""
        if self.seen > self._weighed_at * STALE:
            self._weights.clear()
            self._weighed_at = self.seen
        known = self._weights.get(term)
        if known is None:
            known = self._weights[term] = self._weigh(term)
        return known

    def direction(self, vector: Vectors) -> Vectors:
        """A meaning as seen from the mean of all, of length one; as it is before there were enough
        for a mean to say something."""
        if self.meaning is None or self.meant < FEWEST_MEANT:
            return vector
        away: Vectors = vector - self.meaning * (1 / self.meant)
        length = sqrt(float(away @ away))
        return away * (1 / length) if length else away

    def mass(self, terms: Iterable[str]) -> float:
        """How much these terms say together."""
        return sum(map(self.weight, terms))

    def _weigh(self, term: str) -> float:
        seen = max(self.seen, FEWEST_SEEN)
        held = max(self.counts.get(term, 0), 1)
        if term in FRAME_WORDS or term in _FRAME_TERMS:
            held = max(held, round(FEWEST_SEEN * FRAME_SHARE))
        return max(0.0, log(seen / held) / log(seen))
