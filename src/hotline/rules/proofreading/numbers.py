"""Reading numbers: Arabic, full-width, grouped by thousands, in 汉字; each with unit and noun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from hotline.rules.redaction.levelling import level

COUNT_UNITS = ("件次", "人次", "件", "个", "次", "条", "起", "宗", "通", "例", "单")
PERCENT, POINTS = "%", "百分点"
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_CHINESE = "零〇一二两三四五六七八九十百千万亿"
_UNIT = rf"(?P<unit>个?百分点|{'|'.join(COUNT_UNITS)}|%|‰)"
_NUMBER = re.compile(
    r"(?P<rough>约|近|超过?|逾|大约|将近)?"
    r"(?P<arabic>(?<![\d.A-Za-z])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?)"
    rf"(?P<power>[万亿千]?)(?P<more>余|多)?[ ]?{_UNIT}"
)
_SPELLED = re.compile(
    rf"(?P<rough>约|近|超过?|逾)?(?P<words>[{_CHINESE}]{{1,14}})(?P<more>余|多)?(?P<unit>件次|件|宗|起)"
)
_PER_CENT = re.compile(rf"百分之(?P<words>[{_CHINESE}]{{1,6}}(?:点[{_CHINESE}]{{1,4}})?)")
_SPLITS = re.compile(r"[，。；、：,;:()!?！？\n]")


@dataclass(frozen=True, slots=True)
class Amount:
    """One number of a paragraph: its value, decimals as printed, unit, and the words before it back
    to the last stop. A rough one (约, 余) is never held to its last digit."""

    start: int
    end: int
    text: str
    value: Fraction
    decimals: int
    unit: str
    noun: str
    is_rough: bool = False

    @property
    def is_count(self) -> bool:
        """Whether this counts things."""
        return self.unit in COUNT_UNITS

    @property
    def is_percent(self) -> bool:
        """Whether this is in per cent."""
        return self.unit == PERCENT

    def said(self) -> str:
        """The number for an arithmetic: 31,681 or 99.8%."""
        return f"{shown(self.value, self.decimals)}{PERCENT if self.is_percent else ''}"


def shown(value: Fraction, decimals: int = 0) -> str:
    """A value with grouped digits, rounded half up: 10,059 or 31.8."""
    sign = "-" if value < 0 else ""
    scaled = (abs(value) * 10**decimals + Fraction(1, 2)).__floor__()
    whole, rest = divmod(scaled, 10**decimals)
    return f"{sign}{whole:,}" + (f".{rest:0{decimals}d}" if decimals else "")


def amounts(levelled: str) -> list[Amount]:
    """Every number with a unit in a levelled paragraph, in order."""
    found = sorted((*_arabic(levelled), *_spelled(levelled), *_per_cents(levelled)), key=_start)
    return [_with_noun(levelled, found, place) for place in range(len(found))]


def plain_number(cell: str) -> Fraction | None:
    """The number that is all of a cell (a percent sign may follow), or None."""
    bare = level(cell).strip().rstrip("%件个").replace(" ", "")
    if not re.fullmatch(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", bare):
        return None
    return Fraction(bare.replace(",", ""))


def chinese_value(words: str) -> Fraction | None:
    """三万一千六百八十一 as 31681, 二〇二 digit by digit; None where the words are no number."""
    if all(sign in _DIGITS for sign in words) and len(words) > 1:
        return Fraction(int("".join(str(_DIGITS[sign]) for sign in words)))
    total = section = digit = 0
    for sign in words:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _POWERS:
            section += (digit or 1) * _POWERS[sign]
            digit = 0
        else:
            total += (section + digit or 1) * _MYRIADS[sign]
            section = digit = 0
    return Fraction(total + section + digit)


def _start(amount: Amount) -> int:
    return amount.start


def _arabic(text: str) -> Iterator[Amount]:
    for match in _NUMBER.finditer(text):
        printed = match.group("arabic")
        factor = {**_MYRIADS, "千": 1000, "": 1}[match.group("power")]
        decimals = len(printed.partition(".")[2]) if factor == 1 else 0
        yield Amount(
            match.start("arabic"),
            match.end("more") if match.group("more") else match.end("power"),
            printed + match.group("power"),
            Fraction(printed.replace(",", "")) * factor,
            decimals,
            POINTS if match.group("unit").endswith(POINTS) else match.group("unit"),
            "",
            bool(match.group("rough") or match.group("more") or factor > 1),
        )


def _spelled(text: str) -> Iterator[Amount]:
    for match in _SPELLED.finditer(text):
        value = chinese_value(match.group("words"))
        if value is not None and len(match.group("words")) > 1:
            rough = bool(match.group("rough") or match.group("more"))
            start, end = match.span("words")
            yield Amount(start, end, text[start:end], value, 0, match.group("unit"), "", rough)


def _per_cents(text: str) -> Iterator[Amount]:
    for match in _PER_CENT.finditer(text):
        whole, _, rest = match.group("words").partition("点")
        value = chinese_value(whole)
        if value is None or any(sign not in _DIGITS for sign in rest):
            continue
        decimals = "".join(str(_DIGITS[sign]) for sign in rest)
        value += Fraction(int(decimals or 0), 10 ** len(decimals))
        yield Amount(*match.span(), match.group(), value, len(decimals), PERCENT, "")


def _with_noun(text: str, found: list[Amount], place: int) -> Amount:
    amount = found[place]
    begin = found[place - 1].end if place else 0
    before = text[begin : amount.start]
    if place and before.startswith(found[place - 1].unit):
        before = before[len(found[place - 1].unit) :]
    noun = _SPLITS.split(before)[-1].strip(" 约近超过逾共有为达是")
    return Amount(
        amount.start,
        amount.end,
        amount.text,
        amount.value,
        amount.decimals,
        amount.unit,
        noun,
        amount.is_rough,
    )
