"""The value of a written bulletin: what stands on the page, free of any file format.

A form (`rules/forms.py`) makes a `Page` out of figures and picked items; `documents/` turns a
`Page` into Word, PDF or HTML. Every number that was counted stays a `Number` with the name of its
figure, so that a screen can lead from it to numerator, denominator and cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


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


def told_plainly(page: Page) -> str:
    """The whole page as plain text, for a mail: a line a paragraph, a line a row."""
    lines = [page.title, ""]
    for block in page.blocks:
        if isinstance(block, Table):
            lines += [block.caption, "\t".join(block.header)]
            lines += ["\t".join(plain(cell) for cell in row) for row in block.rows]
        elif isinstance(block, Heading | Paragraph):
            lines.append(plain(block.pieces))
    return "\n".join(lines)


def chinese_date(day: date) -> str:
    """2022-05-06 as 2022年5月6日, the way GB/T 9704 dates are written."""
    return f"{day.year}年{day.month}月{day.day}日"


def page_data(page: Page) -> dict[str, Any]:
    """A page as JSON values, for keeping what was published."""
    return {
        "title": page.title,
        "issuer": page.issuer,
        "issued_on": page.issued_on.isoformat() if page.issued_on else None,
        "masthead": [page.masthead.name, page.masthead.issue] if page.masthead else None,
        "blocks": [_block_data(block) for block in page.blocks],
    }


def page_of(data: dict[str, Any]) -> Page:
    """The page that `page_data` made these values of."""
    return Page(
        title=data["title"],
        issuer=data["issuer"],
        issued_on=date.fromisoformat(data["issued_on"]) if data["issued_on"] else None,
        blocks=tuple(_block_of(block) for block in data["blocks"]),
        masthead=Masthead(*data["masthead"]) if data["masthead"] else None,
    )


def _block_data(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"heading": block.level, "pieces": _pieces_data(block.pieces)}
    if isinstance(block, Paragraph):
        return {"pieces": _pieces_data(block.pieces)}
    return {
        "table": block.caption,
        "header": list(block.header),
        "rows": [[_pieces_data(cell) for cell in row] for row in block.rows],
        "widths": list(block.widths),
        "numeric": sorted(block.numeric),
    }


def _block_of(data: dict[str, Any]) -> Block:
    if "heading" in data:
        return Heading(data["heading"], _pieces_of(data["pieces"]))
    if "pieces" in data:
        return Paragraph(_pieces_of(data["pieces"]))
    return Table(
        caption=data["table"],
        header=tuple(data["header"]),
        rows=tuple(tuple(_pieces_of(cell) for cell in row) for row in data["rows"]),
        widths=tuple(data["widths"]),
        numeric=frozenset(data["numeric"]),
    )


def _pieces_data(pieces: Pieces) -> list[list[str]]:
    return [[p.text, p.figure] if isinstance(p, Number) else [p.text] for p in pieces]


def _pieces_of(data: list[list[str]]) -> Pieces:
    return tuple(Number(*piece) if len(piece) > 1 else Words(piece[0]) for piece in data)
