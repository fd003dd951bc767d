"""Proofreading a published text, or several together: every check, in the order of the text."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from hotline.rules.proofreading.blanks import check_blanks, check_leftovers
from hotline.rules.proofreading.closing import check_closing, check_rates, tallies
from hotline.rules.proofreading.comparing import check_comparisons
from hotline.rules.proofreading.findings import Finding
from hotline.rules.proofreading.naming import check_two_names
from hotline.rules.proofreading.numbers import Amount
from hotline.rules.proofreading.periods import Period, check_periods, period_of
from hotline.rules.proofreading.privacy import check_privacy
from hotline.rules.proofreading.reading import Read, read_paragraphs
from hotline.rules.proofreading.register import NameRegister
from hotline.rules.proofreading.shares import check_shares
from hotline.rules.proofreading.sums import check_sums
from hotline.rules.proofreading.table_checks import check_against_text, check_table
from hotline.rules.proofreading.tables import read_tables
from hotline.rules.proofreading.text import DocumentText

NO_REGISTER = NameRegister()


def proofread(text: DocumentText, register: NameRegister = NO_REGISTER) -> list[Finding]:
    """What does not add up, is not named alike, was left behind, or tells too much."""
    return proofread_together([text], register)


def proofread_together(
    texts: Iterable[DocumentText], register: NameRegister = NO_REGISTER
) -> list[Finding]:
    """The findings of several texts, and the things that they call by different names."""
    given = list(texts)
    found: list[Finding] = []
    read: list[tuple[Sequence[Read], date | None]] = []
    for text in given:
        reads = read_paragraphs(text)
        period = period_of(reads)
        read.append((reads, last_day(period)))
        found += check_numbers(text, reads, period)
        found += (finding for each in reads for finding in check_blanks(each))
        found += check_leftovers(text, reads)
        found += check_privacy(text)
    found += check_two_names(read, register)
    order = {text.name: number for number, text in enumerate(given)}
    return in_order(found, order)


def check_numbers(
    text: DocumentText, reads: Sequence[Read], period: Period | None
) -> Iterator[Finding]:
    """Shares, sums, closings, rates, comparisons, periods and tables."""
    before: Sequence[Amount] = ()
    for read in reads:
        yield from check_shares(read, before)
        yield from check_sums(read, before)
        yield from check_closing(read)
        yield from check_rates(read)
        yield from check_comparisons(read)
        before = read.counts or before
    yield from check_periods(reads, period)
    told = [tally for read in reads for tally in tallies(read)]
    for table in read_tables(text):
        yield from check_table(table)
        yield from check_against_text(table, reads, told)


def last_day(period: Period | None) -> date | None:
    """The last day of a month, on which names are looked up."""
    if period is None or not period.year:
        return None
    return date(period.year, period.month, monthrange(period.year, period.month)[1])


def in_order(found: Iterable[Finding], order: dict[str, int] | None = None) -> list[Finding]:
    """Findings by text, block and place; the same thing found twice is told once."""
    told = dict.fromkeys(found)
    ranks = order or {}

    def rank(finding: Finding) -> tuple[int, int, int, int, int]:
        place = finding.place
        row, column = place.row or 0, place.column or 0
        return ranks.get(place.source, 0), place.block, row, column, place.start

    return sorted(told, key=rank)
