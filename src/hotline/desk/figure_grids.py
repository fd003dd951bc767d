"""A form's tables on the page of figures: a row a member, each number leading to its cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hotline.records.queries.figures import EditionFigures
from hotline.rules.counting import Figure
from hotline.rules.forms.shapes import TableForm
from hotline.rules.measuring.measured import Part

# What a header says of periods, in the words of this page.
WORDS = {"{previous}": "上期", "{period}": "本期", "{year_before}": "上年同期"}


@dataclass(frozen=True, slots=True)
class Line:
    """A member's name and its figures in the order of the columns; `inner` ones stand below it."""

    name: str
    figures: tuple[Figure | None, ...]
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of the form."""

    caption: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line | None


def grids(counted: EditionFigures) -> list[Grid]:
    """The form's own tables that have a member in this period."""
    found = []
    for code, table in counted.form.tables.items():
        if lines := tuple(_lines(table, counted.measured.lists.get(code, ()))):
            total = counted.measured.totals.get(code)
            last = Line(table.total, _ordered(table, total)) if total and table.total else None
            found.append(Grid(_said(table.caption), tuple(map(_said, table.header)), lines, last))
    return found


def _lines(table: TableForm, parts: tuple[Part, ...]) -> Iterator[Line]:
    for part in parts:
        yield Line(part.name, _ordered(table, part.figures))
        for each in part.inner:
            yield Line(each.name, _ordered(table, each.figures), inner=True)


def _ordered(table: TableForm, figures: Mapping[str, Figure]) -> tuple[Figure | None, ...]:
    """The columns that the header names; a term that only ranks comes after them."""
    return tuple(figures.get(str(term)) for term in table.breakdown.terms[: len(table.header) - 1])


def _said(text: str) -> str:
    for word, shown in WORDS.items():
        text = text.replace(word, shown)
    return text
