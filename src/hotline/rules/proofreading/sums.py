"""Sums: do the parts of a list (其中……、属于……、分别为……) make the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from hotline.rules.proofreading.findings import Finding
from hotline.rules.proofreading.numbers import Amount, shown
from hotline.rules.proofreading.reading import Read
from hotline.rules.proofreading.shares import in_shares, shares

_OPENS = re.compile(r"其中|属于|包括|包含|分为|分别为|分别是|按[一-鿿]{2,6}分|具体为")
_WHOLE_LISTS = re.compile(r"属于|分为|分别|按[一-鿿]{2,6}分|具体为")
_STAGE = re.compile(
    r"办结|正在|在办|受理|接到|收到|共|还有|剩余|未|尚|满意|解决|回访|同比|环比|较|比|率|上升|下降|增|减|转办|交办|派"
)
_REST = re.compile(r"^(?:其[它他余])|和其[它他余]|等其[它他余]|其[它他余]问题|其[它他余]类?$")
_REST_BEGINS = re.compile(r"^其[它他余]")
NEAR_SHARE = Fraction(1, 100)
FEWEST = 2
TAIL = 2


def check_sums(read: Read, before: Sequence[Amount]) -> Iterator[Finding]:
    """Lists of a paragraph whose parts do not make their whole."""
    taken = in_shares(shares(read))
    last = read.counts[-1].start if read.counts else 0
    for opener in _OPENS.finditer(read.text, 0, last):
        parts = _parts(read, opener.end(), taken)
        if len(parts) < FEWEST:
            continue
        wholes = [each for each in read.counts if each.end <= opener.start()]
        wholes = [each for each in (*reversed(wholes), *reversed(before)) if _alike(each, parts)]
        yield from _check(read, opener.group(), parts, wholes)
    yield from _splits(read)


def _parts(read: Read, start: int, taken: set[int]) -> list[Amount]:
    """The counts of the list that begins at `start`: up to a full stop or a stage of handling."""
    parts: list[Amount] = []
    for count in read.counts:
        if count.start < start:
            continue
        gap = read.text[parts[-1].end if parts else start : count.start]
        behind = read.text[count.end : count.end + 8]
        if "。" in gap or _STAGE.search(count.noun) or count.start in taken or count.is_rough:
            break
        if parts and (count.unit != parts[0].unit or re.search(r"其中|[；;]", gap)):
            break
        if re.match(rf"{count.unit}(?:正在|未办|在办)", behind):
            break
        parts.append(count)
    return parts


def _alike(whole: Amount, parts: Sequence[Amount]) -> bool:
    return whole.unit == parts[0].unit and not whole.is_rough


def _check(read: Read, opener: str, parts: list[Amount], wholes: list[Amount]) -> Iterator[Finding]:
    total = sum((part.value for part in parts), Fraction(0))
    if not wholes or any(whole.value == total for whole in wholes):
        return
    whole = next((each for each in wholes if each.value >= max(p.value for p in parts)), wholes[0])
    has_rest = any(_REST.search(part.noun) for part in parts)
    is_near = abs(whole.value - total) <= max(Fraction(1), whole.value * NEAR_SHARE)
    if has_rest or total > whole.value or _WHOLE_LISTS.search(opener):
        yield _finding(read, parts, whole, total, "error")
    elif is_near:
        yield _finding(read, parts, whole, total, "notice")


def _splits(read: Read) -> Iterator[Finding]:
    """Two parts far apart: 其中……电话2408个，受理2150件……。其他问题电话6162个，受理4460件."""
    counts = read.counts
    firsts = [place for place, count in enumerate(counts) if "其中" in count.noun]
    seconds = [p for p, count in enumerate(counts) if _REST_BEGINS.match(count.noun)]
    for first in firsts:
        for second in (place for place in seconds if place > first):
            pairs = [(counts[first], counts[second])]
            if second + 1 < len(counts) and counts[first + 1].noun == counts[second + 1].noun:
                pairs.append((counts[first + 1], counts[second + 1]))
            for one, other in pairs:
                yield from _split(read, one, other, counts[:first])
            break


def _split(read: Read, one: Amount, other: Amount, above: Sequence[Amount]) -> Iterator[Finding]:
    tail = one.noun[-TAIL:]
    if not tail or other.noun[-TAIL:] != tail:
        return
    wholes = [each for each in above if each.unit == one.unit and each.noun.endswith(tail)]
    total = one.value + other.value
    if wholes and all(whole.value != total for whole in wholes):
        yield _finding(read, [one, other], wholes[-1], total, "error")


def _finding(
    read: Read, parts: list[Amount], whole: Amount, total: Fraction, severity: str
) -> Finding:
    added = " + ".join(part.said() for part in parts)
    return Finding(
        "sum",
        read.place(whole if whole in read.counts else parts[-1]),
        whole.said(),
        shown(total),
        f"{added} = {shown(total)} ≠ {whole.said()}",
        f"列出的 {len(parts)} 项之和是 {shown(total)}，总数印的是 {whole.said()}。",
        severity,
    )
