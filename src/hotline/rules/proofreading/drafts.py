"""Our own draft before approval: every number against its figure, then all that any text gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from hotline.rules.counting import Figure
from hotline.rules.pages import Block as PageBlock
from hotline.rules.pages import Heading, Number, Page, Paragraph, Pieces, Table, plain
from hotline.rules.proofreading.blanks import check_blanks
from hotline.rules.proofreading.findings import Finding, Place
from hotline.rules.proofreading.naming import check_two_names, check_units
from hotline.rules.proofreading.numbers import Amount
from hotline.rules.proofreading.periods import Period, period_of
from hotline.rules.proofreading.proofread import check_numbers, in_order, last_day
from hotline.rules.proofreading.reading import Read, read_paragraphs
from hotline.rules.proofreading.register import NameRegister
from hotline.rules.proofreading.text import Block, DocumentText, TextTable

FIRST_BLOCK = 1  # block 0 is the title
CHECKED_UNITS = ("件", "个", "次", "件次", "宗", "起")
SMALLEST = 10
NO_FIGURE = "文中的数字没有对应的统计数字，请重新生成这一段。"


def check_draft(
    page: Page,
    figures: Mapping[str, Figure],
    register: NameRegister,
    *,
    ends_on: date | None = None,
) -> list[Finding]:
    """Everything in a draft that does not fit its figures, itself, its period or the register.

    `figures` are the counted figures by name; `ends_on` is the last day of the bulletin's period,
    on which units' names are looked up; without it the title's month is taken. Findings' places
    count the blocks of `draft_text(page)`. What tells too much of a person is not looked for here:
    that is the privacy gate's (`rules/redaction`).
    """
    text = draft_text(page)
    reads = read_paragraphs(text)
    period = Period(ends_on.year, ends_on.month) if ends_on else period_of(reads)
    day = ends_on or last_day(period)
    found = [*_numbers(page, figures), *_own_words(page, reads, figures)]
    found += check_numbers(text, reads, period)
    found += (finding for read in reads for finding in check_blanks(read))
    found += check_two_names([(reads, day)], register)
    found += check_units(reads, register, day)
    return in_order(found)


def draft_text(page: Page) -> DocumentText:
    """The page as plain paragraphs and tables: its title is block 0, then its blocks in order."""
    return DocumentText((page.title, *(_block(block) for block in page.blocks)))


def _block(block: PageBlock) -> Block:
    if isinstance(block, Table):
        rows = tuple(tuple(plain(cell) for cell in row) for row in block.rows)
        return TextTable((block.header, *rows))
    return plain(block.pieces) if isinstance(block, Heading | Paragraph) else block.title


def _numbers(page: Page, figures: Mapping[str, Figure]) -> Iterator[Finding]:
    """Numbers of the page whose text is not what their figure prints."""
    for number, block in enumerate(page.blocks, start=FIRST_BLOCK):
        if isinstance(block, Table):
            for row, cells in enumerate(block.rows, start=1):
                for column, cell in enumerate(cells):
                    yield from _pieces(cell, figures, Place(number, 0, 0, row, column))
        elif isinstance(block, Heading | Paragraph):
            yield from _pieces(block.pieces, figures, Place(number))


def _pieces(pieces: Pieces, figures: Mapping[str, Figure], where: Place) -> Iterator[Finding]:
    at = 0
    for piece in pieces:
        if isinstance(piece, Number):
            place = Place(where.block, at, at + len(piece.text), where.row, where.column)
            yield from _number(piece, figures.get(piece.figure), place)
        at += len(piece.text)


def _number(piece: Number, figure: Figure | None, place: Place) -> Iterator[Finding]:
    if figure is None:
        yield Finding("figure", place, piece.text, "", "", NO_FIGURE)
    elif piece.text not in (figure.printed(), figure.printed(trim=True)):
        arithmetic = f"{figure.numerator} ÷ {figure.denominator}" if figure.is_share else ""
        why = f"“{figure.label}”与统计数字不符，请重新生成这一段。"
        yield Finding("figure", place, piece.text, figure.printed(), arithmetic, why)


def _own_words(
    page: Page, reads: Sequence[Read], figures: Mapping[str, Figure]
) -> Iterator[Finding]:
    """Numbers that the editor typed: each should be one of the counted figures."""
    counted = {figure.numerator for figure in figures.values() if not figure.is_share}
    shares = {figure.printed().rstrip("%") for figure in figures.values() if figure.is_share}
    shares |= {share.removesuffix(".0") for share in shares}
    by_block = {read.block: read for read in reads}
    for number, block in enumerate(page.blocks, start=FIRST_BLOCK):
        if not isinstance(block, Heading | Paragraph) or number not in by_block:
            continue
        read = by_block[number]
        filled = list(_filled(block.pieces))
        for amount in read.numbers:
            is_filled = any(start <= amount.start < end for start, end in filled)
            if not is_filled and not _is_known(amount, counted, shares):
                why = "这个数字是手写的，统计数字中没有它，请核对来源。"
                yield Finding("figure", read.place(amount), amount.said(), "", "", why, "notice")


def _filled(pieces: Pieces) -> Iterator[tuple[int, int]]:
    """Where the counted numbers stand."""
    at = 0
    for piece in pieces:
        if isinstance(piece, Number):
            yield at, at + len(piece.text)
        at += len(piece.text)


def _is_known(amount: Amount, counted: set[int], shares: set[str]) -> bool:
    """Whether a typed number is a figure, or too small or too rough to be meant as one."""
    if amount.is_percent:
        return amount.text in shares or amount.is_rough
    if amount.unit not in CHECKED_UNITS or amount.is_rough or amount.value < SMALLEST:
        return True
    return amount.value in counted
