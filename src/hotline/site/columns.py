"""Columns that stand straight in a terminal although a Chinese character is two cells wide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

GAP = "  "
WIDE = ("W", "F")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in WIDE else 1


def aligned(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> Iterator[str]:
    """The rows as lines of equal columns; those numbered in `right` are set to the right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (_padded(text, widths[place], place in right) for place, text in enumerate(row))
        yield GAP.join(cells).rstrip()


def _padded(text: str, wanted: int, to_the_right: bool) -> str:
    blank = " " * (wanted - width(text))
    return blank + text if to_the_right else text + blank


def printable(text: str) -> str:
    """A stranger's text without anything that a terminal would obey: shown as \\x1b, \\ud83d …"""
    return _UNPRINTABLE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    """The character as Python would write it."""
    return repr(match[0])[1:-1]
