"""Groups of messages of one concern: built from the likeliest pairs, the surest first.

Two groups become one only where their members are alike on the whole, not because one message
happens to stand between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from hotline.engines.alike.finding import candidates
from hotline.engines.alike.reading import Reading
from hotline.engines.alike.scoring import Comparer
from hotline.engines.alike.usual import Usual

# A pair is looked at from this likelihood, and two groups become one from this on average.
LINKED_FROM = 0.3
JOINED_FROM = 0.33
# Of a large group some members stand for all.
SPOKESMEN = 12


class Grouping:
    """Groups that grow together; each message is in exactly one."""

    def __init__(self, readings: Sequence[Reading], usual: Usual) -> None:
        self._readings = readings
        self._comparer = Comparer(usual)
        self._group_of = list(range(len(readings)))
        self._members: dict[int, list[int]] = {place: [place] for place in range(len(readings))}

    def __len__(self) -> int:
        return len(self._members)

    def join(self, links: Iterable[tuple[float, int, int]]) -> None:
        """Join along these links, given the surest first."""
        for _, here, there in links:
            one, other = self._group_of[here], self._group_of[there]
            if one != other and self.nearness(one, other) >= JOINED_FROM:
                self.unite(one, other)

    def group_of(self, place: int) -> int:
        """The group of a message."""
        return self._group_of[place]

    def members(self, group: int) -> list[int]:
        """The messages of a group."""
        return list(self._members.get(group, ()))

    def nearness(self, one: int, other: int) -> float:
        """How likely members of both groups are of the same matter, on average."""
        pairs = list(product(self._spokesmen(one), self._spokesmen(other)))
        scores = (self._comparer.score(self._readings[a], self._readings[b]) for a, b in pairs)
        return sum(scores) / len(pairs)

    def groups(self, fewest: int) -> list[list[int]]:
        """The groups of so many members or more, the largest first."""
        found = [sorted(members) for members in self._members.values() if len(members) >= fewest]
        return sorted(found, key=lambda members: (-len(members), members))

    def _spokesmen(self, group: int) -> list[int]:
        members = self._members[group]
        step = max(1, len(members) // SPOKESMEN)
        return members[::step][:SPOKESMEN]

    def unite(self, one: int, other: int) -> None:
        """Make two groups one, under the name of the larger."""
        if len(self._members[one]) < len(self._members[other]):
            one, other = other, one
        for member in self._members.pop(other):
            self._members[one].append(member)
            self._group_of[member] = one


def grouped(readings: Sequence[Reading], usual: Usual, begun: Grouping | None = None) -> Grouping:
    """The groups of a corpus by likeness alone, from single messages or from what was begun."""
    comparer = Comparer(usual)
    links = []
    for here, there in candidates(readings, usual):
        score = comparer.score(readings[here], readings[there])
        if score >= LINKED_FROM:
            links.append((score, here, there))
    grouping = begun if begun is not None else Grouping(readings, usual)
    links.sort(reverse=True)
    # Twice: what was too far from the first few members may be near to them all.
    grouping.join(links)
    grouping.join(links)
    return grouping
