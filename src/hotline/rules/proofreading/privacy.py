"""Privacy: what the search for personal data finds, as findings of the text."""

from __future__ import annotations

from collections.abc import Iterator

from hotline.rules.proofreading.findings import Finding, Place
from hotline.rules.proofreading.text import DocumentText
from hotline.rules.redaction import find


def check_privacy(text: DocumentText) -> Iterator[Finding]:
    """Everything personal in paragraphs and cells."""
    for block, paragraph in text.paragraphs():
        yield from _found(paragraph, Place(block, source=text.name))
    for block, table in text.tables():
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                yield from _found(cell, Place(block, 0, 0, row, column, text.name))


def _found(text: str, where: Place) -> Iterator[Finding]:
    for each in find(text):
        place = Place(where.block, each.start, each.end, where.row, where.column, where.source)
        yield Finding(
            each.kind,
            place,
            each.text,
            each.suggestion,
            "",
            each.reason,
            "error" if each.is_sure else "notice",
        )
