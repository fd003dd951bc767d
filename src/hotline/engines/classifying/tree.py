"""The values a model knows, as a tree: `01/0102/010208` lies under `01/0102`, a plain value at the
top. A text is judged level by level, so that a model that is unsure of the leaf can stop above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BETWEEN = "/"
TOP = -1


@dataclass(frozen=True, slots=True)
class Tree:
    """All values, each after the one above it; `above` is that one's place."""

    values: tuple[str, ...]
    above: tuple[int, ...]

    @classmethod
    def of(cls, values: Iterable[str]) -> Tree:
        """The tree of these values; those above that nobody named are added."""
        paths = {tuple(value.split(BETWEEN)) for value in values}
        paths |= {path[:end] for path in paths for end in range(1, len(path))}
        ordered = sorted(paths, key=lambda path: (len(path), path))
        place = {path: number for number, path in enumerate(ordered)}
        above = (place.get(path[:-1], TOP) for path in ordered)
        return cls(tuple(BETWEEN.join(path) for path in ordered), tuple(above))

    def families(self) -> dict[int, list[int]]:
        """Under each value (`TOP` for the whole) the places of the values right below it."""
        found: dict[int, list[int]] = {}
        for number, parent in enumerate(self.above):
            found.setdefault(parent, []).append(number)
        return found

    def leaves(self) -> list[int]:
        """The places of the values with nothing below them."""
        parents = set(self.above)
        return [number for number in range(len(self.values)) if number not in parents]

    def line(self, number: int) -> list[int]:
        """The place and all above it, the nearest first."""
        found = [number]
        while self.above[found[-1]] != TOP:
            found.append(self.above[found[-1]])
        return found

    def children_of(self, values: Sequence[str], parent: int) -> list[int]:
        """For each of these values the child of `parent` that it is or lies under; -1 for none."""
        known: dict[str, int] = {}
        for number, value in enumerate(self.values):
            line = [*self.line(number), TOP]
            known[value] = line[line.index(parent) - 1] if parent in line[1:] else -1
        return [known[value] for value in values]
