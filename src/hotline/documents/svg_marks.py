"""Pieces of a drawing in SVG: numbers, words, fills and marks, with attributes and no style.

Our pages' policy forbids inline style; presentation attributes are not style and print as well.
"""

from __future__ import annotations

from html import escape

from hotline.documents.characters import printable
from hotline.documents.chart_looks import INK, PAPER, SeriesLook, look_of

LETTERS, NUMBERS = 13, 11
_NARROW = 0.56  # of a letter's height: how wide figures and Latin letters are
_DASHES = {
    "dash": "7 4",
    "sysDot": "2 3",
    "dashDot": "8 3 2 3",
    "lgDash": "11 4",
    "lgDashDotDot": "10 3 2 3 2 3",
}
# What is drawn on a square of paper of 6 by 6, and how far the square is turned.
_PATTERNS = {
    "wdUpDiag": ("M0 0V6", 45),
    "wdDnDiag": ("M0 0V6", -45),
    "smGrid": ("M0 0H6M0 0V6", 0),
    "pct30": ("M1 1h2M4 4h2", 0),
    "narHorz": ("M0 3H6", 0),
}
_SQUARE = 6
_MARK = 3.6


Box = tuple[float, float, float, float]
"""Left, top, width, height."""


def written(text: str) -> str:
    """Any text as content or quoted attribute."""
    return escape(printable(text), quote=True)


def at(value: float) -> str:
    """A coordinate, rounded so that every machine writes the same digits."""
    return f"{value:.1f}".removesuffix(".0")


def width_of(text: str, size: int = LETTERS) -> float:
    """About how wide a line of text is: a Chinese character is as wide as high."""
    return size * sum(_NARROW if character.isascii() else 1 for character in text)


def words(
    x: float, y: float, text: str, *, anchor: str = "middle", size: int = LETTERS, turn: int = 0
) -> str:
    """A line of text at a point, turned about it by so many degrees."""
    turned = f' transform="rotate({turn} {at(x)} {at(y)})"' if turn else ""
    return (
        f'<text x="{at(x)}" y="{at(y)}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="#{INK}"{turned}>{written(text)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    """A straight stroke."""
    return f'<path d="M{at(x1)} {at(y1)}L{at(x2)} {at(y2)}" stroke="#{colour}" fill="none"/>'


def block(box: Box, key: str, place: int) -> str:
    """A bar in the fill of its series, with an edge that stays where the fill is light."""
    look = look_of(place)
    x, y, width, height = box
    fill = f"url(#{pattern_key(key, place)})" if look.pattern else f"#{look.colour}"
    return (
        f'<rect x="{at(x)}" y="{at(y)}" width="{at(width)}" height="{at(height)}" '
        f'fill="{fill}" stroke="#{look.colour}"/>'
    )


def ground(x: float, y: float, width: float, height: float) -> str:
    """Paper under a number, so that no pattern hides it."""
    return (
        f'<rect x="{at(x)}" y="{at(y)}" width="{at(width)}" height="{at(height)}" fill="#{PAPER}"/>'
    )


def pattern_key(key: str, place: int) -> str:
    """The name of a series' pattern, its own in each chart of a page."""
    return f"{key}-fill-{place % 6}"


def patterns(key: str, series: int) -> str:
    """The patterns that the series of one chart are filled with."""
    return "".join(
        _pattern(pattern_key(key, place), look)
        for place in range(min(series, 6))
        if (look := look_of(place)).pattern
    )


def _pattern(key: str, look: SeriesLook) -> str:
    drawn, turn = _PATTERNS[look.pattern]
    turned = f' patternTransform="rotate({turn})"' if turn else ""
    return (
        f'<pattern id="{key}" width="{_SQUARE}" height="{_SQUARE}" '
        f'patternUnits="userSpaceOnUse"{turned}>'
        f'<rect width="{_SQUARE}" height="{_SQUARE}" fill="#{PAPER}"/>'
        f'<path d="{drawn}" stroke="#{look.colour}" stroke-width="2.4"/></pattern>'
    )


def stroke(points: list[tuple[float, float]], place: int) -> str:
    """One unbroken stretch of a line, in the colour and dashes of its series."""
    look = look_of(place)
    dashes = f' stroke-dasharray="{_DASHES[look.dash]}"' if look.dash in _DASHES else ""
    path = "L".join(f"{at(x)} {at(y)}" for x, y in points)
    return (
        f'<path d="M{path}" stroke="#{look.colour}" stroke-width="2" fill="none"'
        f' stroke-linejoin="round"{dashes}/>'
    )


def mark(x: float, y: float, place: int) -> str:
    """The mark of a series upon one of its points."""
    look, r = look_of(place), _MARK
    shapes = {
        "circle": f"M{at(x - r)} {at(y)}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 -{2 * r} 0z",
        "square": f"M{at(x - r)} {at(y - r)}h{2 * r}v{2 * r}h-{2 * r}z",
        "triangle": f"M{at(x)} {at(y - r - 1)}L{at(x + r + 1)} {at(y + r)}H{at(x - r - 1)}z",
        "diamond": f"M{at(x)} {at(y - r - 1)}l{r + 1} {r + 1}l-{r + 1} {r + 1}l-{r + 1} -{r + 1}z",
    }
    fill = look.colour if place % 2 == 0 else PAPER
    return (
        f'<path d="{shapes[look.mark]}" fill="#{fill}" stroke="#{look.colour}" stroke-width="1.5"/>'
    )
