"""A text in pieces, with the places of findings marked, for the proofreader's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotline.rules.proofreading import DocumentText, Finding, TextTable

Numbered = tuple[int, Finding]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; where findings stand on it their numbers, the first one's group, and all
    their titles."""

    text: str
    numbers: tuple[int, ...] = ()
    group: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as pieces, or a table as rows of cells of pieces."""

    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with its marks."""

    name: str
    blocks: tuple[Block, ...]


def shown(text: DocumentText, found: Iterable[Numbered]) -> Shown:
    """The text with its own findings marked."""
    own = [(number, each) for number, each in found if each.place.source == text.name]
    by_block: dict[int, list[Numbered]] = {}
    for number, each in own:
        by_block.setdefault(each.place.block, []).append((number, each))
    return Shown(
        text.name,
        tuple(_block(block, by_block.get(place, ())) for place, block in enumerate(text.blocks)),
    )


def _block(block: str | TextTable, found: Sequence[Numbered]) -> Block:
    if isinstance(block, str):
        return Block(pieces=pieces(block, found))
    cells: dict[tuple[int | None, int | None], list[Numbered]] = {}
    for number, each in found:
        cells.setdefault((each.place.row, each.place.column), []).append((number, each))
    return Block(
        rows=tuple(
            tuple(pieces(cell, cells.get((row, column), ())) for column, cell in enumerate(line))
            for row, line in enumerate(block.rows)
        )
    )


def pieces(text: str, found: Sequence[Numbered]) -> tuple[Piece, ...]:
    """A text cut at its findings; findings that overlap share one mark."""
    made: list[Piece] = []
    at = 0
    ordered = sorted(found, key=lambda pair: (pair[1].place.start, -pair[1].place.end))
    while ordered:
        number, first = ordered.pop(0)
        start, end = first.place.start, max(first.place.end, first.place.start)
        shared: list[Numbered] = [(number, first)]
        while ordered and ordered[0][1].place.start < end:
            end = max(end, ordered[0][1].place.end)
            shared.append(ordered.pop(0))
        if start > at:
            made.append(Piece(text[at:start]))
        made.append(
            Piece(
                text[start:end],
                tuple(number for number, _ in shared),
                first.group,
                "；".join(each.title for _, each in shared),
            )
        )
        at = end
    if at < len(text):
        made.append(Piece(text[at:]))
    return tuple(made)
