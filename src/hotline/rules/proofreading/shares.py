"""Shares: does n件，占p% fit the whole that it is a share of.

The whole is what most shares of a list fit; so one wrong share does not hide the right whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hotline.rules.counting import percent
from hotline.rules.proofreading.findings import Finding
from hotline.rules.proofreading.numbers import PERCENT, Amount, shown
from hotline.rules.proofreading.reading import Read

_BETWEEN = re.compile(
    r"^[)]?[，,、(]?(?:约|近|各)?(?:占(?:到|了)?(?P<base>[^，。；\d]{0,18}?)(?:的)?(?:比例?|比重)?(?:为|达|约)?)?$"
)
_WHOLES = re.compile(r"^(?:总|受理|全部|办件|来电|全市|当月|本月|本周|全月|同期|诉求|工单|比|接件)")
_NATURAL = re.compile(r"受理|共|总|接到|收到|合计|承办|办理|来电|诉求|交办|派")
_REST = re.compile(r"其[它他余]")
_PLAIN = re.compile(r"问题|方面|类|[、的 和及与“”《》]|其中|诉求|属于|关于")
FULL = 100


@dataclass(frozen=True, slots=True)
class Share:
    """A counted part with its printed share; `base` are the words that name its whole."""

    part: Amount
    share: Amount
    base: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Shares of one whole, in order; `wholes` are the counts that may be it, the nearest first;
    `parent` is the part that 其中 opens."""

    shares: tuple[Share, ...]
    wholes: tuple[Amount, ...]
    parent: Amount | None = None


def check_shares(read: Read, before: Sequence[Amount]) -> Iterator[Finding]:
    """Shares of a paragraph that do not fit; `before` are the counts of the paragraph above."""
    for listing in listings(read, before):
        whole = _whole(listing)
        if whole is None:
            continue
        decimals = max(each.share.decimals for each in listing.shares)
        wrong = [each for each in listing.shares if not fits(each, whole.value, decimals)]
        yield from (_finding(read, each, whole, decimals) for each in wrong)
        if not wrong:
            yield from _sum(read, listing, whole, decimals)


def listings(read: Read, before: Sequence[Amount]) -> Iterator[Listing]:
    """The lists of shares of a paragraph; one that 其中 opens within a sentence is its own."""
    outer: list[Share] = []
    inner: list[Share] = []
    all_shares = list(shares(read))
    parts = in_shares(all_shares)
    for share in all_shares:
        named = _named(share, read, before)
        if named is not None:
            yield Listing((share,), (named,), named)
            continue
        if inner and _parted(read, inner[-1].share, share.part, "[；;。]"):
            yield _listing(inner, read, before, outer[-1].part)
            inner = []
        opens = "其中" in share.part.noun
        if opens and outer and not _parted(read, outer[-1].share, share.part, "[；;。]"):
            inner = [share]
        elif inner:
            inner.append(share)
        else:
            if outer and (opens or _is_new(read, outer[-1].share, share.part, parts)):
                yield _listing(outer, read, before)
                outer = []
            outer.append(share)
    if inner:
        yield _listing(inner, read, before, outer[-1].part)
    if outer:
        yield _listing(outer, read, before)


def shares(read: Read) -> Iterator[Share]:
    """Every count of a paragraph whose share is printed right behind it."""
    for first, second in zip(read.numbers, read.numbers[1:], strict=False):
        if not (first.is_count and second.is_percent) or first.is_rough or second.is_rough:
            continue
        words = read.between(first, second)
        match = _BETWEEN.match(words)
        if match and ("占" in words or "(" in words):
            yield Share(first, second, match.group("base") or "")


def fits(share: Share, whole: Fraction, decimals: int) -> bool:
    """Whether a share is printed as n ÷ whole, rounded half up (or cut, 6% for 6.0%)."""
    if not whole:
        return False
    return _computed(share.part.value, whole, decimals) == shown(share.share.value, decimals)


def _computed(part: Fraction, whole: Fraction, decimals: int) -> str:
    return percent(int(part), int(whole), decimals) or ""


def _listing(
    found: list[Share], read: Read, before: Sequence[Amount], parent: Amount | None = None
) -> Listing:
    first, own = found[0].part, {each.part.start for each in found}
    above = [each for each in read.counts if each.start < first.start and each.start not in own]
    return Listing(tuple(found), (*reversed(above), *reversed(before)), parent)


def _whole(listing: Listing) -> Amount | None:
    """The count that most shares fit, the nearest of equals; where none does, the nearest whole
    that calls itself one."""
    decimals = max(each.share.decimals for each in listing.shares)
    least = max(each.part.value for each in listing.shares)
    candidates = [each for each in listing.wholes if each.value >= least and not each.is_rough]
    scores = [sum(fits(each, one.value, decimals) for each in listing.shares) for one in candidates]
    if scores and max(scores) * 2 >= len(listing.shares):
        return candidates[scores.index(max(scores))]
    if listing.parent is not None:
        return listing.parent
    total = sum(each.part.value for each in listing.shares)
    exact = [each for each in candidates if each.value == total]
    natural = [each for each in candidates if _NATURAL.search(each.noun)]
    return next(iter((*exact, *natural)), None)


def _named(share: Share, read: Read, before: Sequence[Amount]) -> Amount | None:
    """The count that the words 占……的 name, such as 水电气问题 for 水、电、气问题407件."""
    base = _PLAIN.sub("", share.base)
    if len(base) < 2 or _WHOLES.match(share.base):  # noqa: PLR2004 - one sign names nothing
        return None
    above = [*reversed([c for c in read.counts if c.start < share.part.start]), *reversed(before)]
    return next((count for count in above if _says(read, count, base)), None)


def _says(read: Read, count: Amount, base: str) -> bool:
    """Whether the words before a count, back to its clause, are the base."""
    clause = (
        re.split(r"[，。；;：]|\d", read.text[: count.start])[-1] if count in read.counts else ""
    )
    words = _PLAIN.sub("", clause or count.noun)
    return bool(words) and (words.endswith(base) or base.endswith(words))


def _finding(read: Read, share: Share, whole: Amount, decimals: int) -> Finding:
    computed = _computed(share.part.value, whole.value, decimals) + PERCENT
    exact = shown(share.part.value * FULL / whole.value, decimals + 2) if whole.value else "—"
    return Finding(
        "share",
        read.place(share.share),
        share.share.text.removesuffix(PERCENT) + PERCENT,
        computed,
        f"{share.part.said()} ÷ {whole.said()} = {exact}% → {computed}",
        f"“{_clause(read, share.part) or '此项'}”{share.part.said()}{share.part.unit}"
        f"占{whole.said()}{whole.unit}的 {computed}。",
    )


def _sum(read: Read, listing: Listing, whole: Amount, decimals: int) -> Iterator[Finding]:
    """Shares that are each right add to 100 but for rounding; the check is for lists of words."""
    parts = sum((each.part.value for each in listing.shares), Fraction(0))
    last = listing.shares[-1]
    if parts != whole.value and len(listing.shares) > 1 and _REST.search(_clause(read, last.part)):
        total = " + ".join(each.part.said() for each in listing.shares)
        yield Finding(
            "sum",
            read.place(last.part),
            whole.said(),
            shown(parts),
            f"{total} = {shown(parts)} ≠ {whole.said()}",
            f"列出的各项（含其他）之和是 {shown(parts)}，与总数 {whole.said()} 不符。",
        )


def _clause(read: Read, amount: Amount) -> str:
    """The words before a number back to the last stop, with what 、 joins."""
    words = re.split(r"[，。；;：:]|\d", read.text[: amount.start])[-1]
    return re.sub(r"^(?:其中|属于|件|个)+", "", words.strip())


def _parted(read: Read, first: Amount, second: Amount, stops: str) -> bool:
    return bool(re.search(stops, read.text[first.end : second.start]))


def _is_new(read: Read, first: Amount, second: Amount, parts: set[int]) -> bool:
    """Whether another list begins: a full stop, or a count that is no share, stands between."""
    between = (each.start for each in read.counts if first.end <= each.start < second.start)
    return _parted(read, first, second, "。") or any(start not in parts for start in between)


def in_shares(found: Iterable[Share]) -> set[int]:
    """Where the parts of shares stand, so that another check leaves them alone."""
    return {each.part.start for each in found}
