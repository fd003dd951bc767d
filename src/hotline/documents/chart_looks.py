"""How the series of a chart are told apart: by colour, by lightness, and by pattern or mark.

Colours after Okabe and Ito ("Color Universal Design", 2008), in an order in which neighbours
differ in lightness too; every fill but the first has a pattern and every line its own dashes and
mark, so that a copy in black and white still says which is which.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SeriesLook:
    """Colour (rrggbb) with DrawingML's names of pattern, dashes and mark; "" is a solid fill."""

    colour: str
    pattern: str
    dash: str
    mark: str


LOOKS = (
    SeriesLook("0072B2", "", "solid", "circle"),
    SeriesLook("E69F00", "wdUpDiag", "dash", "square"),
    SeriesLook("009E73", "wdDnDiag", "sysDot", "triangle"),
    SeriesLook("D55E00", "smGrid", "dashDot", "diamond"),
    SeriesLook("56B4E9", "pct30", "lgDash", "circle"),
    SeriesLook("A2548A", "narHorz", "lgDashDotDot", "square"),
)
INK = "000000"
AXIS = "595959"
GRID = "D9D9D9"
PAPER = "FFFFFF"

# More points than this in a row and a number on each would cover the next.
POINTS_WITH_NUMBERS = 13
LINES_WITH_NUMBERS = 2
COLUMNS_SIDE_BY_SIDE = 14
THINNEST = Decimal("0.08")  # of the axis: a piece of a stack below it has no room for a number


def look_of(place: int) -> SeriesLook:
    """The look of the series at a place; after the last it begins again."""
    return LOOKS[place % len(LOOKS)]


def numbered_points(points: int, lines: int) -> frozenset[int]:
    """Which points of a line bear their number: all where there is room, else the two ends."""
    if points <= POINTS_WITH_NUMBERS and lines <= LINES_WITH_NUMBERS:
        return frozenset(range(points))
    return frozenset({0, points - 1} if points else ())
