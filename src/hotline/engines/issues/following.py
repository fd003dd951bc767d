"""Following issues as messages come in: to which open issue a new one belongs, or to none.

What is kept of an issue is small: its key and the readings of a dozen members that stand for all.
A message is compared only with the issues that share its rarest pieces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from hotline.engines.alike.reading import Reading
from hotline.engines.alike.scoring import Comparer
from hotline.engines.alike.usual import Usual
from hotline.engines.issues.grouping import JOINED_FROM, SPOKESMEN

# How many issues a message is compared with, and by how many of its rarest pieces they are found.
MOST_COMPARED = 12
RAREST = 30


@dataclass(frozen=True, slots=True)
class Belonging:
    """The issue that a message belongs to, by its key, and how likely that is."""

    issue: str
    score: float


class Following:
    """The open issues, each by some of its members."""

    def __init__(self, usual: Usual) -> None:
        self._usual = usual
        self._spokesmen: dict[str, list[Reading]] = {}
        self._taken: dict[str, int] = {}
        self._holding: dict[str, set[str]] = defaultdict(set)

    def follow(self, issue: str, members: Sequence[Reading]) -> None:
        """Open an issue with these members."""
        self._spokesmen.setdefault(issue, [])
        for member in members:
            self.take(issue, member)

    def take(self, issue: str, reading: Reading) -> None:
        """Add a message to an issue. The later ones take turns with the earlier as spokesmen, so
        that an issue may change its words with time."""
        spokesmen, taken = self._spokesmen[issue], self._taken.get(issue, 0)
        if len(spokesmen) < SPOKESMEN:
            spokesmen.append(reading)
        else:
            spokesmen[taken % SPOKESMEN] = reading
        self._taken[issue] = taken + 1
        for gram in reading.grams:
            self._holding[gram].add(issue)

    def forget(self, issue: str) -> None:
        """Close an issue."""
        self._spokesmen.pop(issue, None)
        self._taken.pop(issue, None)
        for issues in self._holding.values():
            issues.discard(issue)

    def spokesmen(self, issue: str) -> tuple[Reading, ...]:
        """The members that stand for an issue."""
        return tuple(self._spokesmen.get(issue, ()))

    def belonging(self, reading: Reading) -> Belonging | None:
        """The issue that this message belongs to; None where it is a concern of its own."""
        comparer = Comparer(self._usual)
        found = [
            Belonging(issue, self._nearness(comparer, reading, issue))
            for issue in self._near(reading)
        ]
        best = max(found, key=lambda each: (each.score, each.issue), default=None)
        return best if best and best.score >= JOINED_FROM else None

    def _nearness(self, comparer: Comparer, reading: Reading, issue: str) -> float:
        spokesmen = self._spokesmen[issue]
        return sum(comparer.score(reading, each) for each in spokesmen) / len(spokesmen)

    def _near(self, reading: Reading) -> list[str]:
        known = (gram for gram in reading.grams if self._holding.get(gram))
        rarest = nlargest(RAREST, known, key=lambda gram: (self._usual.weight(gram), gram))
        shared: dict[str, float] = defaultdict(float)
        for gram in rarest:
            for issue in self._holding[gram]:
                shared[issue] += self._usual.weight(gram)
        return nlargest(MOST_COMPARED, shared, key=lambda issue: (shared[issue], issue))
