"""Shapes: how little has to be read to answer a set of selections exactly.

A form asks some hundred selections, and each looks at few dimensions. So the records are grouped
for each *shape* (the dimensions that a selection looks at), and within a dimension by *class*: the
values that no selection tells apart, represented by one of them. A metropolis' month comes down to
some thousand cells in which every selection finds its number.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hotline.rules.counting import Cell, Counted, Selection


def facts_asked(chosen: Selection) -> frozenset[str]:
    """The facts that the selection looks at."""
    return chosen.facts | chosen.without


# By dimension: whether a selection looks at it.
LOOKS: dict[str, Callable[[Selection], bool]] = {
    "channel": lambda chosen: bool(chosen.channels),
    "kind": lambda chosen: bool(chosen.kind),
    "campaign": lambda chosen: bool(chosen.campaign),
    "topic": lambda chosen: bool(chosen.topics),
    "unit": lambda chosen: bool(chosen.unit) or chosen.dispatched,
    "state": lambda chosen: bool(chosen.state),
    "facts": lambda chosen: bool(facts_asked(chosen)),
    "rating": lambda chosen: bool(chosen.ratings),
    "solved": lambda chosen: bool(chosen.solved),
    "span": lambda chosen: bool(chosen.span),
}
# A shape of fewer classes than this answers the smaller shapes within it as well.
FEW_CELLS = 3000
Shape = frozenset[str]
# Of what the cells are (cases, contacts), and in which shape.
Key = tuple[str, Shape]


def shape_of(chosen: Selection) -> Shape:
    """The dimensions that the selection looks at."""
    return frozenset(name for name, looks in LOOKS.items() if looks(chosen))


class Recorder(Counted):
    """Counts nothing and notes every selection that is asked."""

    def __init__(self) -> None:
        super().__init__(())
        self.asked: dict[Selection, None] = {}

    def sum(self, selection: Selection) -> int:
        """One, so that nothing is left out for being none."""
        self.asked[selection] = None
        return 1

    def seconds(self, selection: Selection) -> int:
        """As if something had been handled."""
        return self.sum(selection)


class NotAsked(LookupError):
    """A selection that was not foreseen: what was read cannot answer it."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        super().__init__(str(selection))


class Shaped(Counted):
    """Cells by shape; each selection is answered from the cells of a shape that holds its own."""

    def __init__(self, cells: Mapping[Key, Iterable[Cell]], asked: Iterable[Selection]) -> None:
        super().__init__(())
        self._asked = frozenset(asked)
        self._shapes = {key: Counted(of_shape) for key, of_shape in cells.items()}
        self._sums: dict[Selection, int] = {}

    def sum(self, selection: Selection) -> int:
        """As counted; raises NotAsked."""
        if selection not in self._sums:
            self._sums[selection] = self._of(selection).sum(selection)
        return self._sums[selection]

    def seconds(self, selection: Selection) -> int:
        """As counted; raises NotAsked."""
        return self._of(selection).seconds(selection)

    def _of(self, selection: Selection) -> Counted:
        if selection not in self._asked:
            raise NotAsked(selection)
        # Contacts are few facts: they are kept in one shape, which holds whatever is asked.
        own = shape_of(selection) if selection.of == "cases" else frozenset()
        holding = [
            counted
            for (what, shape), counted in self._shapes.items()
            if what == selection.of and own <= shape
        ]
        return min(holding, key=lambda counted: len(counted.cells))


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of one dimension: `of` gives each value's number, `codes` a class' own value."""

    of: Mapping[int, int]
    codes: tuple[Hashable, ...]


def classes(values: Mapping[int, Hashable], key: Callable[[Any], Hashable]) -> Classes:
    """Put the values (by identity) for which `key` gives the same into one class."""
    numbers: dict[Hashable, int] = {}
    known: dict[Hashable, int] = {}
    codes: list[Hashable] = []
    of: dict[int, int] = {}
    for identity, value in values.items():
        if value not in known:
            told = key(value)
            if told not in numbers:
                numbers[told] = len(codes)
                codes.append(value)
            known[value] = numbers[told]
        of[identity] = known[value]
    return Classes(of, tuple(codes))


def needed(asked: Iterable[Selection], sizes: Mapping[str, int]) -> list[Shape]:
    """The shapes to be read; `sizes` says how many classes a dimension has."""
    found: list[Shape] = []
    for shape in sorted({shape_of(chosen) for chosen in asked}, key=lambda shape: -len(shape)):
        wider = [other for other in found if shape <= other]
        if not any(_size(other, sizes) <= FEW_CELLS for other in wider):
            found.append(shape)
    return found


def _size(shape: Shape, sizes: Mapping[str, int]) -> int:
    size = 1
    for name in shape:
        size *= sizes.get(name, 1)
    return size
