"""Comparisons: 同比 and 环比, their sign and amount, per cent and percentage points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from hotline.rules.proofreading.findings import Finding
from hotline.rules.proofreading.numbers import PERCENT, POINTS, Amount, shown
from hotline.rules.proofreading.reading import Read

_UP = "上升|增长|增加|提高|提升|上涨|多|升高|增"
_DOWN = "下降|减少|降低|回落|下滑|少|降"
_CHANGE = re.compile(rf"(?P<way>{_UP}|{_DOWN})(?:了|到)?$")
_UPWARDS = re.compile(rf"^(?:{_UP})$")
_LAST_YEAR = re.compile(r"上年|去年|同期(?!上)|上一年|前一年")
_LAST_PERIOD = re.compile(r"上月|上个月|上周|上期|上季|上一季|前一月|上旬")
_YEAR_WORD, _PERIOD_WORD = "同比", "环比"
_STEM = re.compile(r"受理|办结|来电|接听|交办|转办|派单")
FULL = 100


def check_comparisons(read: Read) -> Iterator[Finding]:
    """Changes of a paragraph whose sign, amount, unit or word does not fit the printed numbers."""
    last: Amount | None = None
    for place, change in enumerate(read.numbers):
        match = _CHANGE.search(change.noun)
        if match is None or change.is_rough or re.search(r"[到至]$", match.group()):
            continue
        sentence = _sentence(read, change)
        subject = _subject(read.numbers[:place], sentence) or _named(read, change) or last
        last = subject
        if subject is None:
            continue
        yield from _unit(read, change, subject)
        earlier = _behind(read, place) or _earlier(read, change, subject, sentence)
        if earlier is not None and earlier.unit == subject.unit:
            yield from _words(read, change, earlier)
            yield from _amount(read, change, subject, earlier, match.group("way"))


def _behind(read: Read, place: int) -> Amount | None:
    """The earlier number in brackets right behind a change: 增长8.4%（上年同期20000件）."""
    if not _CHANGE.search(read.numbers[place].noun):
        return None
    for amount in read.numbers[place + 1 : place + 2]:
        if _is_earlier(amount) and read.between(read.numbers[place], amount).startswith("("):
            return amount
    return None


def _sentence(read: Read, amount: Amount) -> tuple[int, int]:
    return next((s, e) for s, e in read.segments if s <= amount.start < e)


def _is_earlier(amount: Amount) -> bool:
    return bool(_LAST_YEAR.search(amount.noun) or _LAST_PERIOD.search(amount.noun))


def _subject(before: Sequence[Amount], sentence: tuple[int, int]) -> Amount | None:
    """The number that is compared: the nearest before it that is no change and no earlier one."""
    for amount in reversed(before):
        if amount.start < sentence[0]:
            return None
        if not (_is_earlier(amount) or _CHANGE.search(amount.noun) or amount.unit == POINTS):
            return amount
    return None


def _named(read: Read, change: Amount) -> Amount | None:
    """The number that 受理量同比…… means: the nearest above whose clause has that word."""
    stem = _STEM.search(_context(read, change))
    if stem is None:
        return None
    above = [each for each in read.counts if each.start < change.start and not _is_earlier(each)]
    return next((each for each in reversed(above) if stem.group() in _context(read, each)), None)


def _earlier(
    read: Read, change: Amount, subject: Amount, sentence: tuple[int, int]
) -> Amount | None:
    """The number of the earlier period in the same sentence, of the subject's own unit."""
    claimed = [_behind(read, place) for place in range(len(read.numbers))]
    found = [
        each
        for each in read.numbers
        if sentence[0] <= each.start < sentence[1]
        and each not in claimed
        and each not in (change, subject)
        and _is_earlier(each)
        and each.unit == subject.unit
        and not each.is_rough
        and not _CHANGE.search(each.noun)
    ]
    wanted = _kind(_context(read, change))
    fitting = [each for each in found if not wanted or _kind(each.noun) in ("", wanted)]
    # A word that speaks of the other period is the very mistake that is looked for.
    return min(fitting or found, key=lambda each: abs(each.start - change.start), default=None)


def _context(read: Read, amount: Amount) -> str:
    """The words of the clause before a number."""
    return re.split(r"[，。；;]", read.text[: amount.start])[-1]


def _kind(words: str) -> str:
    if _YEAR_WORD in words or (_LAST_YEAR.search(words) and _PERIOD_WORD not in words):
        return "year"
    if _PERIOD_WORD in words or _LAST_PERIOD.search(words):
        return "period"
    return ""


def _unit(read: Read, change: Amount, subject: Amount) -> Iterator[Finding]:
    """A count grows by per cent; a rate by percentage points."""
    if subject.is_count and change.unit == POINTS:
        yield _points(read, change, f"{change.text}%", "件数的增减用百分比（%），不用百分点。")
    elif subject.is_percent and change.is_percent:
        yield _points(
            read, change, f"{change.text}个百分点", "比率之间的差用百分点，不用百分比（%）。"
        )


def _points(read: Read, change: Amount, computed: str, explanation: str) -> Finding:
    sign = PERCENT if change.is_percent else "个百分点"
    return Finding(
        "percent_points", read.place(change), change.text + sign, computed, "", explanation
    )


def _words(read: Read, change: Amount, earlier: Amount) -> Iterator[Finding]:
    """同比 is with last year's period, 环比 with the period before."""
    words = _context(read, change)
    said = _YEAR_WORD if _YEAR_WORD in words else _PERIOD_WORD if _PERIOD_WORD in words else ""
    is_period = bool(_LAST_PERIOD.search(earlier.noun)) and not _LAST_YEAR.search(earlier.noun)
    right = _PERIOD_WORD if is_period else _YEAR_WORD
    if said and said != right:
        yield Finding(
            "comparison_words",
            read.place(change),
            said,
            right,
            "",
            f"与“{earlier.noun}”相比应写“{right}”，不是“{said}”。",
        )


def _amount(
    read: Read, change: Amount, subject: Amount, earlier: Amount, way: str
) -> Iterator[Finding]:
    difference = subject.value - earlier.value
    is_up = bool(_UPWARDS.match(way))
    sums = f"{subject.said()} − {earlier.said()} = {shown(difference, _decimals(subject, earlier))}"
    if difference and is_up != (difference > 0):
        yield Finding(
            "comparison",
            read.place(change),
            f"{way}{change.text}",
            "增加" if difference > 0 else "减少",
            sums,
            f"由 {earlier.said()} 到 {subject.said()}，增减的方向写反了。",
        )
        return
    computed = _size(change, subject, earlier, abs(difference))
    if computed is not None and shown(computed, change.decimals) != shown(
        change.value, change.decimals
    ):
        if change.is_percent and subject.is_count:
            sums = f"({sums}) ÷ {earlier.said()}"
        printed = shown(computed, change.decimals)
        yield Finding(
            "comparison",
            read.place(change),
            change.text,
            printed,
            f"{sums} → {printed}",
            f"由 {earlier.said()} 到 {subject.said()}，应为{way}{printed}。",
        )


def _size(
    change: Amount, subject: Amount, earlier: Amount, difference: Fraction
) -> Fraction | None:
    """How much the change should be, in its own unit; None where that cannot be told."""
    if subject.is_percent:
        return difference
    if change.is_percent:
        return difference * FULL / earlier.value if earlier.value else None
    return difference if change.unit == subject.unit else None


def _decimals(*found: Amount) -> int:
    return max(each.decimals for each in found)
