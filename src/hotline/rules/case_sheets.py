"""The sheet of a case (办理单) as a page of rows, before it is a Word file or a web page.

A sheet is one table on a grid of COLUMNS; each row's cells span it exactly. What it says of a case
is put in by `steps/sheets/facts.py`; how it looks is the writer's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS = 12
LABEL = 2
LINE = 8
MOST_SHEETS = 200
TITLE = "工单办理单"


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of the form: a label, a value, or a heading of a column. Its text may have lines."""

    text: str
    span: int
    kind: str = "value"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `height` is the least millimetres left for writing by hand; `splits` lets it go on
    on the next page."""

    cells: tuple[Cell, ...]
    height: int = LINE
    splits: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether it is the head of the columns of a small table."""
        return all(cell.kind == "heading" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One case's sheet: who issues it, its number, what stands under the title, and its rows."""

    issuer: str
    number: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]


def pair(first: tuple[str, str], second: tuple[str, str]) -> Row:
    """Two labels with their values side by side."""
    half = COLUMNS // 2
    return Row(
        tuple(
            cell
            for label, text in (first, second)
            for cell in (Cell(label, LABEL, "label"), Cell(text or "—", half - LABEL))
        )
    )


def whole(label: str, text: str, *, height: int = LINE, empty: str = "—") -> Row:
    """One label with a value over the rest of the width; a long one goes on on the next page."""
    value = Cell(text.strip() or empty, COLUMNS - LABEL)
    return Row((Cell(label, LABEL, "label"), value), height=height, splits=True)


def table(
    header: Sequence[str], spans: Sequence[int], rows: Sequence[Sequence[str]]
) -> tuple[Row, ...]:
    """A small table within the sheet: the heads of its columns, then its rows."""
    head = Row(tuple(Cell(text, span, "heading") for text, span in zip(header, spans, strict=True)))
    body = (
        Row(tuple(Cell(text or "—", span) for text, span in zip(row, spans, strict=True)))
        for row in rows
    )
    return (head, *body)
