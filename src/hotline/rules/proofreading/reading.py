"""A text as the checks read it: levelled paragraphs with their numbers, and counting tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from hotline.rules.proofreading.findings import Place
from hotline.rules.proofreading.numbers import Amount, amounts
from hotline.rules.proofreading.text import DocumentText
from hotline.rules.redaction.levelling import level

_SEGMENT = re.compile(r"[^。；;！？\n]+")
# No paragraph of a bulletin has so many; the checks compare numbers with each other.
MOST_NUMBERS = 300


@dataclass(frozen=True)
class Read:
    """One paragraph: its block, its text levelled place for place, its numbers."""

    block: int
    text: str
    source: str = ""
    numbers: tuple[Amount, ...] = field(default=())

    @cached_property
    def counts(self) -> tuple[Amount, ...]:
        """The numbers that count things."""
        return tuple(each for each in self.numbers if each.is_count)

    def place(self, amount: Amount) -> Place:
        """Where a number of this paragraph stands."""
        return self.at(amount.start, amount.end)

    def at(self, start: int, end: int) -> Place:
        """A place in this paragraph."""
        return Place(self.block, start, end, source=self.source)

    def between(self, first: Amount, second: Amount) -> str:
        """The words from the unit of one number to the beginning of another."""
        return self.text[first.end : second.start].removeprefix(first.unit)

    @cached_property
    def segments(self) -> tuple[tuple[int, int], ...]:
        """The spans between full stops and semicolons."""
        return tuple(match.span() for match in _SEGMENT.finditer(self.text))


def read_paragraphs(text: DocumentText) -> tuple[Read, ...]:
    """Every paragraph of a text, ready for the checks."""
    return tuple(
        Read(block, levelled, text.name, tuple(amounts(levelled)[:MOST_NUMBERS]))
        for block, paragraph in text.paragraphs()
        for levelled in [level(paragraph)]
    )
