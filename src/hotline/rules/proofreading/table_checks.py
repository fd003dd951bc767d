"""Checking tables: rows, totals, rates, order; and the table against the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from hotline.rules.counting import percent
from hotline.rules.proofreading.closing import Tally
from hotline.rules.proofreading.findings import Finding
from hotline.rules.proofreading.numbers import shown
from hotline.rules.proofreading.reading import Read
from hotline.rules.proofreading.tables import Counting, Row

_DISTRICT = re.compile(r"(?:[区县市旗]政府|[区县市旗]人民政府|[^市]{2,}[区县旗]|开发区|管委会)$")
_ON_TIME = re.compile(r"按期|按时|及时")
_SHARE = re.compile(r"占比|比例|比重")
_CLOSING_RATE = re.compile(r"^办结率$|^按期办结率$|^按时办结率$")
_UNITS = re.compile(r"政府|局|公司|街道|委|办|镇|乡|中心|集团|区|县")
_HANDED = re.compile(r"(?:共)?(?:承办|受理|交办|办理|接办)?(?:了)?(?:工单|诉求)?$")
SORTED_SHARE = Fraction(4, 5)
SORTED_FROM = 5
SHORTEST_NAME = 3


def check_table(table: Counting) -> Iterator[Finding]:
    """What does not fit within one table."""
    yield from _rows(table)
    yield from _totals(table)
    yield from _rates(table)
    yield from _order(table)


def _rows(table: Counting) -> Iterator[Finding]:
    received, closed = table.received, table.closed
    if received is None or closed is None:
        return
    for row in table.rows:
        given, done = row.values[received], row.values[closed]
        if given is not None and done is not None and done > given:
            yield Finding(
                "table_row",
                table.place(row, closed),
                row.printed[closed],
                f"≤ {row.printed[received]}",
                f"{shown(done)} > {shown(given)}",
                f"“{row.name}”的{table.header[closed]}多于{table.header[received]}。",
            )


def _totals(table: Counting) -> Iterator[Finding]:
    rates = set(table.rates())
    for row in (row for row in table.rows if row.is_total):
        for number, value in enumerate(row.values):
            total = table.sum(number)
            if value is None or number in rates or value == total:
                continue
            yield Finding(
                "table_total",
                table.place(row, number),
                row.printed[number],
                shown(total),
                f"Σ {table.header[number]} = {shown(total)}",
                f"“{table.header[number]}”各行之和是 {shown(total)}，合计印的是 {shown(value)}。",
            )


def _rates(table: Counting) -> Iterator[Finding]:
    """Shares of the column's sum, and closing rates of each row."""
    received, closed = table.received, table.closed
    for number in table.rates():
        title = table.header[number]
        for row in table.rows:
            value = row.values[number]
            given = row.values[received] if received is not None else None
            if value is None or given is None or received is None:
                continue
            done = row.values[closed] if closed is not None else None
            if _SHARE.search(title):
                yield from _rate(table, row, number, given, table.sum(received))
            elif _CLOSING_RATE.match(title) and done is not None:
                yield from _rate(table, row, number, done, given)


def _rate(
    table: Counting, row: Row, number: int, part: Fraction, whole: Fraction
) -> Iterator[Finding]:
    printed = row.printed[number].strip().rstrip("%％")
    decimals = len(printed.partition(".")[2])
    computed = percent(int(part), int(whole), decimals)
    if computed is not None and computed != shown(row.values[number] or Fraction(0), decimals):
        yield Finding(
            "rate",
            table.place(row, number),
            row.printed[number],
            computed + "%",
            f"{shown(part)} ÷ {shown(whole)} = {computed}%",
            f"“{row.name}”的{table.header[number]}应为 {computed}%。",
        )


def _order(table: Counting) -> Iterator[Finding]:
    """Rows out of place in a table that is else sorted: districts first, then by number."""
    if table.received is None:
        return
    received = table.received
    lines = [row for row in table.lines if row.values[received] is not None]
    first = next((n for n, row in enumerate(lines) if not _DISTRICT.search(row.name)), len(lines))
    for group in (lines[:first], lines[first:]):
        pairs = list(pairwise(group))
        wrong = [pair for pair in pairs if _value(pair[0], received) < _value(pair[1], received)]
        right = len(pairs) - len(wrong)
        if len(pairs) < SORTED_FROM - 1 or right < len(pairs) * SORTED_SHARE:
            continue
        for above, row in wrong:
            yield Finding(
                "table_order",
                table.name_place(row),
                f"{row.name} {row.printed[received]}",
                f"排在“{above.name}”之前",
                f"{above.printed[received]} < {row.printed[received]}",
                f"表格按“{table.header[received]}”由多到少排列，“{row.name}”的位置不对。",
                "notice",
            )


def _value(row: Row, number: int) -> Fraction:
    return row.values[number] or Fraction(0)


def check_against_text(
    table: Counting, reads: Sequence[Read], tallies: Sequence[Tally]
) -> Iterator[Finding]:
    """The table's sums against what the text says of the whole, and its rows against sentences."""
    if table.received is None or not any(_UNITS.search(row.name) for row in table.lines):
        return
    whole = max(tallies, key=lambda tally: tally.accepted.value, default=None)
    if whole is not None:
        yield from _whole(table, whole)
    for read in reads:
        yield from _named_rows(table, read)


def _whole(table: Counting, tally: Tally) -> Iterator[Finding]:
    given = table.sum(table.received or 0)
    if given > tally.accepted.value:
        yield Finding(
            "table_text",
            tally.read.place(tally.accepted),
            tally.accepted.said(),
            f"≥ {shown(given)}",
            f"Σ {table.header[table.received or 0]} = {shown(given)} > {tally.accepted.said()}",
            f"表中件数之和 {shown(given)} 多于正文的总数 {tally.accepted.said()}。",
        )
    if table.closed is None or tally.left is None:
        return
    done = table.sum(table.closed)
    if given - done == tally.left.value:
        return
    first, second = table.header[table.received or 0], table.header[table.closed]
    other = bool(_ON_TIME.search(second))
    why = (
        f"“{second}”与“办结”不是同一口径（超期办结、未到期的在办件都不在其中），两个数不必相等，请核对并说明。"
        if other
        else "请核对表格与正文。"
    )
    yield Finding(
        "table_text",
        tally.read.place(tally.left),
        tally.left.said(),
        shown(given - done),
        f"表中 Σ{first} {shown(given)} − Σ{second} {shown(done)} = {shown(given - done)}",
        f"正文印的是 {tally.left.said()} {tally.left.unit}正在办理，"
        f"表格得出 {shown(given - done)}。{why}",
        "difference" if other else "error",
    )


def _named_rows(table: Counting, read: Read) -> Iterator[Finding]:
    """A sentence that gives a unit's number otherwise than its row does."""
    rows = [row for row in table.lines if len(row.name) >= SHORTEST_NAME]
    for count in read.counts:
        clause = re.split(r"[，。；;：、]", read.text[: count.start])[-1]
        words = _HANDED.sub("", clause.strip())
        row = next((row for row in rows if words.endswith(row.name)), None)
        if row is None or count.unit != "件" or count.value in row.values or count.is_rough:
            continue
        number = table.received or 0
        yield Finding(
            "table_text",
            read.place(count),
            count.said(),
            row.printed[number],
            f"正文 {count.said()}，表中 {row.printed[number]}",
            f"“{row.name}”的件数与表格不符。",
        )
