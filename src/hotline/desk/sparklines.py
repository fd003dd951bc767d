"""Small drawings for lists, made of numbers only: a bar in pieces, and days as a row of columns.

They are SVG with attributes, because no style may stand in a page; the numbers stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

WIDTH, HEIGHT, LEAST = 100.0, 20.0, 1.0


class Pointed(Protocol):
    """Something with a code and points."""

    @property
    def code(self) -> str:
        """What it is."""
        ...

    @property
    def points(self) -> int:
        """How much it adds."""
        ...


class Counted(Protocol):
    """Something that was counted."""

    @property
    def count(self) -> int:
        """How many."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a bar: where it begins and how wide it is, of 100."""

    code: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """The pieces of a bar."""

    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Column:
    """One day: where it stands and how high it is."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """Days as columns, the most of a day, and all of them."""

    columns: Sequence[Column]
    most: int
    total: int


def bar_of(parts: Iterable[Pointed], top: int) -> Bar:
    """A bar whose full width stands for `top` points."""
    pieces, x = [], 0.0
    for part in parts:
        width = WIDTH * part.points / top if top else 0.0
        pieces.append(Piece(part.code, round(x, 2), round(width, 2)))
        x += width
    return Bar(pieces)


def line_of(days: Sequence[Counted]) -> Line:
    """The days from left to right; a day with nothing has no column."""
    most = max((day.count for day in days), default=0)
    step = WIDTH / len(days) if days else WIDTH
    columns = [
        Column(
            round(number * step, 2),
            round(HEIGHT - max(LEAST, HEIGHT * day.count / most), 2),
            round(step * 0.75, 2),
            round(max(LEAST, HEIGHT * day.count / most), 2),
        )
        for number, day in enumerate(days)
        if day.count
    ]
    return Line(columns, most, sum(day.count for day in days))
