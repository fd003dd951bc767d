"""Our own draft before approval: every number against its figure, then all that any text gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from hotline.rules.counting import Figure
from hotline.rules.pages import Number, Page, Pieces, Table, plain
from hotline.rules.proofreading.findings import Finding, Place
from hotline.rules.proofreading.register import NameRegister
from hotline.rules.proofreading.text import Block, DocumentText, TextTable


def check_draft(
    page: Page,
    figures: Mapping[str, Figure],
    register: NameRegister,
    *,
    ends_on: date | None = None,
) -> list[Finding]:
    """Everything in a draft that does not fit its figures, itself, its period or the register.

    `figures` are the counted figures by name; `ends_on` is the last day of the bulletin's period,
    on which units' names are looked up. Findings' places count the blocks of `draft_text(page)`.
    """
    return list(_numbers(page, figures))


def draft_text(page: Page) -> DocumentText:
    """The page as plain paragraphs and tables: its title is block 0, then its blocks in order."""
    return DocumentText((page.title, *(_block(block) for block in page.blocks)))


def _block(block: object) -> Block:
    if isinstance(block, Table):
        rows = tuple(tuple(plain(cell) for cell in row) for row in block.rows)
        return TextTable((block.header, *rows))
    pieces: Pieces = block.pieces  # type: ignore[attr-defined]
    return plain(pieces)


def _numbers(page: Page, figures: Mapping[str, Figure]) -> Iterator[Finding]:
    """Numbers of the page whose text is not what their figure prints."""
    for number, block in enumerate(page.blocks, start=1):
        if isinstance(block, Table):
            continue
        at = 0
        for piece in block.pieces:
            if isinstance(piece, Number):
                place = Place(number, at, at + len(piece.text))
                yield from _number(piece, figures.get(piece.figure), place)
            at += len(piece.text)


def _number(piece: Number, figure: Figure | None, place: Place) -> Iterator[Finding]:
    if figure is None:
        yield Finding("figure", place, piece.text, "", "", "文中的数字没有对应的统计数字。")
    elif piece.text not in (figure.printed(), figure.printed(trim=True)):
        yield Finding(
            "figure", place, piece.text, figure.printed(), "", f"{figure.label}与统计数字不符。"
        )
