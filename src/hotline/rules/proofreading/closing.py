"""Closing: accepted = closed + open, never more closed than accepted, rates against counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hotline.rules.counting import percent
from hotline.rules.proofreading.findings import Finding
from hotline.rules.proofreading.numbers import PERCENT, Amount, shown
from hotline.rules.proofreading.reading import Read

_CLOSED = re.compile(r"(?<!按期)(?<!按时)(?<!未)(?<!不予)(?<!超期)(?:办结|办理完毕|办毕)$")
_OPEN = re.compile(r"(?:正在办理|在办|办理中|未办结|尚未办结|待办|未结|剩余|还有|尚有)[中的]?$")
_OPEN_BEHIND = re.compile(r"^[一-鿿]{0,2}(?:正在办理|在办|未办结|尚未办结|办理中|正在处理)")
_RATE = re.compile(r"(?P<root>[一-鿿]{2,6})率(?:为|达到?|是|约)?$")
_ROOTS = re.compile(
    r"(?:按期办结|按时办结|办结|满意|基本满意|解决|签收|按时签收|接通|回访|响应|回复)$"
)
_COMPARED = re.compile(r"上年|去年|上月|同期|上期|上周|环比|同比|较")


@dataclass(frozen=True, slots=True)
class Tally:
    """What a sentence says of a whole: accepted, closed, and open where it is printed."""

    read: Read
    accepted: Amount
    closed: Amount
    left: Amount | None


def check_closing(read: Read) -> Iterator[Finding]:
    """Tallies of a paragraph that do not add up."""
    for tally in tallies(read):
        accepted, closed, left = tally.accepted, tally.closed, tally.left
        if left is None:
            if closed.value > accepted.value:
                yield _more_closed(read, accepted, closed)
        elif accepted.value != closed.value + left.value:
            total = closed.value + left.value
            yield Finding(
                "closing",
                read.place(left),
                left.said(),
                shown(accepted.value - closed.value),
                f"{accepted.said()} − {closed.said()} = {shown(accepted.value - closed.value)}",
                f"办结 {closed.said()} 与在办 {left.said()} 之和是 {shown(total)}，"
                f"总数印的是 {accepted.said()}。",
            )


def tallies(read: Read) -> Iterator[Tally]:
    """Every closed count with the count before it that it belongs to."""
    for start, end in read.segments:
        counts = [each for each in read.counts if start <= each.start < end]
        for place, closed in enumerate(counts):
            if not place or not _CLOSED.search(closed.noun) or _COMPARED.search(closed.noun):
                continue
            accepted = counts[place - 1]
            if accepted.unit != closed.unit or accepted.is_rough or closed.is_rough:
                continue
            if _CLOSED.search(accepted.noun) or "其中" in read.between(accepted, closed):
                continue
            yield Tally(read, accepted, closed, _left(read, counts[place + 1 : place + 2]))


def _left(read: Read, following: Sequence[Amount]) -> Amount | None:
    """The count behind the closed one, where it says that it is what is still open."""
    for count in following:
        behind = read.text[count.end + len(count.unit) :]
        if _OPEN.search(count.noun) or _OPEN_BEHIND.match(behind):
            return count
    return None


def check_rates(read: Read) -> Iterator[Finding]:
    """Rates that fit none of the counts before them."""
    for rate in read.numbers:
        match = _RATE.search(rate.noun) if rate.is_percent and not rate.is_rough else None
        root = _ROOTS.search(match.group("root")) if match else None
        if root is None or _COMPARED.search(rate.noun):
            continue
        above = [each for each in read.counts if each.start < rate.start]
        done = [each for each in above if each.noun.endswith(root.group()) and not each.is_rough]
        if not done:
            continue
        numerator = done[-1]
        wholes = [each for each in above if each.value >= numerator.value and each != numerator]
        wholes = [each for each in reversed(wholes) if each.unit == numerator.unit]
        if wholes and not any(_fits(rate, numerator, whole) for whole in wholes):
            yield _wrong_rate(read, rate, numerator, _likely(wholes, numerator))


def _likely(wholes: Sequence[Amount], numerator: Amount) -> Amount:
    """The whole that stands nearest before the part."""
    before = [each for each in wholes if each.start < numerator.start]
    return before[0] if before else wholes[0]


def _fits(rate: Amount, part: Amount, whole: Amount) -> bool:
    computed = percent(int(part.value), int(whole.value), rate.decimals)
    return computed is not None and computed == shown(rate.value, rate.decimals)


def _wrong_rate(read: Read, rate: Amount, part: Amount, whole: Amount) -> Finding:
    computed = (percent(int(part.value), int(whole.value), rate.decimals) or "—") + PERCENT
    exact = shown(part.value * 100 / whole.value, rate.decimals + 2) if whole.value else "—"
    return Finding(
        "rate",
        read.place(rate),
        rate.text + ("" if rate.text.startswith("百分之") else PERCENT),
        computed,
        f"{part.said()} ÷ {whole.said()} = {exact}% → {computed}",
        f"“{rate.noun}”按文中的件数应为 {computed}。",
    )


def _more_closed(read: Read, accepted: Amount, closed: Amount) -> Finding:
    return Finding(
        "closing",
        read.place(closed),
        closed.said(),
        f"≤ {accepted.said()}",
        f"{closed.said()} > {accepted.said()}",
        f"办结 {closed.said()} 多于 {accepted.said()}。",
    )
