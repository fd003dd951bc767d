"""Grouping anew what was grouped message by message: which groups are one concern after all.

A message that comes first cannot know the later ones, so one concern begins in several places. Here
the groups of a window are compared as wholes, by the likelihoods that group a file of messages.
Groups become one; none is ever taken apart.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations

from hotline.engines.alike.reading import Reading
from hotline.engines.alike.scoring import Comparer, Fact
from hotline.engines.alike.usual import Usual
from hotline.engines.issues.gathering import gather
from hotline.engines.issues.grouping import SPOKESMEN, Grouping, grouped

FEWEST = 2


@dataclass(frozen=True, slots=True)
class Wall:
    """What must not become one: pairs of groups that were ruled apart, and groups that a person has
    arranged, of which two never meet."""

    apart: Collection[frozenset[Hashable]] = ()
    arranged: Collection[Hashable] = ()

    def stands(self, groups: Collection[Hashable]) -> bool:
        """Whether it stands between some of these."""
        if sum(group in self.arranged for group in groups) > 1:
            return True
        if not self.apart:
            return False
        return any(frozenset(pair) in self.apart for pair in combinations(groups, 2))


class Regrouping(Grouping):
    """A grouping that begins with groups, given for each reading, and holds a wall."""

    def __init__(
        self, readings: Sequence[Reading], usual: Usual, groups: Sequence[Hashable], wall: Wall
    ) -> None:
        super().__init__(readings, usual)
        self._begun, self._wall = groups, Wall()
        first: dict[Hashable, int] = {}
        for place, group in enumerate(groups):
            start = first.setdefault(group, place)
            if start != place:
                self.unite(self.group_of(start), self.group_of(place))
        self._wall = wall

    def begun_as(self, group: int) -> list[Hashable]:
        """The groups that are in this one."""
        return list(dict.fromkeys(self._begun[place] for place in self.members(group)))

    def unite(self, one: int, other: int) -> None:
        """Make two groups one, unless the wall stands between them."""
        if not self._wall.stands([*self.begun_as(one), *self.begun_as(other)]):
            super().unite(one, other)


@dataclass(frozen=True, slots=True)
class Together:
    """Groups that are one concern, and by what the likest two messages of two of them are alike."""

    groups: Sequence[Hashable]
    facts: Sequence[Fact]


def regrouped(
    readings: Sequence[Reading], groups: Sequence[Hashable], wall: Wall
) -> list[Together]:
    """Which of these groups belong together, two or more each, the largest first."""
    usual = Usual.of(readings)
    grouping = Regrouping(readings, usual, groups, wall)
    grouped(readings, usual, grouping)
    gather(grouping, readings, usual)
    comparer = Comparer(usual)
    found = []
    for members in grouping.groups(FEWEST):
        begun = grouping.begun_as(grouping.group_of(members[0]))
        if len(begun) >= FEWEST:
            told = [(readings[place], groups[place]) for place in members]
            found.append(Together(begun, _facts(told, comparer)))
    return found


def _facts(told: Sequence[tuple[Reading, Hashable]], comparer: Comparer) -> Sequence[Fact]:
    """What the likest two messages share that came from different groups."""
    pairs = (
        (comparer.score(one, other), one, other)
        for (one, group), (other, another) in combinations(told[:SPOKESMEN], 2)
        if group != another
    )
    best = max(pairs, key=lambda pair: pair[0], default=None)
    return comparer.likeness(best[1], best[2]).facts if best is not None else ()
