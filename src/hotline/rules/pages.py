"""The value of a written bulletin: what stands on the page, free of any file format.

A form (`rules/forms.py`) makes a `Page` out of figures and picked items; `documents/` turns a
`Page` into Word, PDF or HTML. Every number that was counted stays a `Number` with the name of its
figure, so that a screen can lead from it to numerator, denominator and cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Words:
    """A run of plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A run of text that prints the figure called `figure`."""

    text: str
    figure: str


Piece = Words | Number
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 一、(黑体), level 2 （一）(楷体), level 3 1. (仿宋 bold)."""

    level: int
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A body paragraph, first line indented by two characters."""

    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption, one header row (repeated on each page) and body rows.

    `widths` are relative column widths; a cell is a run of pieces. Columns named in
    `numeric` (0-based) are centred figures, all others text.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Pieces, ...], ...]
    widths: tuple[int, ...]
    numeric: frozenset[int] = frozenset()


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Masthead:
    """The red head of an official bulletin: its name and issue line (empty where unused)."""

    name: str
    issue: str


@dataclass(frozen=True, slots=True)
class Page:
    """A whole bulletin: head, issuing body and date, title, then its blocks in order."""

    title: str
    issuer: str
    issued_on: date | None
    blocks: tuple[Block, ...]
    masthead: Masthead | None = None


def plain(pieces: Sequence[Piece]) -> str:
    """The text of some pieces, for files and tests that want no structure."""
    return "".join(piece.text for piece in pieces)


def chinese_date(day: date) -> str:
    """2022-05-06 as 2022年5月6日, the way GB/T 9704 dates are written."""
    return f"{day.year}年{day.month}月{day.day}日"
