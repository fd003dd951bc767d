"""Measures (指标): what a rate or number counts, out of what, and how it is printed, by date.

A city states its measures in `cities/<code>/measures.toml`; a form may state its own under
`[measure.X]`. The first day of the counted period decides which version of a measure holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hotline.rules.conditions import DUE, Unclear, alternatives, narrowed, of_calls
from hotline.rules.counting import (
    CALLS,
    COUNT,
    DAYS,
    PER_DAY,
    SHARE,
    SHOWN,
    Counted,
    Figure,
    Selection,
)

SHOWN_NAMES = {COUNT: "件数", SHARE: "百分比", DAYS: "平均天数", PER_DAY: "日均件数"}
MOST_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Measure:
    """One definition. `numerator` and `denominator` narrow the tally that is measured.

    Shown as days, the time from dispatch to reply of the denominator's cases is divided by their
    number; per day, the numerator by the days of the period. `decimals` are the form's where None.
    """

    code: str
    name: str
    shown: str = COUNT
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    decimals: int | None = None
    meaning: str = ""
    source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    order: int = 0

    def numbers(self, chosen: Selection) -> tuple[Selection, tuple[Selection, ...]]:
        """Which cases of the tally the numerator and the denominator take; raises Unclear."""
        above = narrowed(chosen, self.numerator)
        if self.shown not in (SHARE, DAYS):
            return above, ()
        below = alternatives(chosen, self.denominator)
        return (below[0] if self.shown == DAYS else above), below

    def counted(self, chosen: Selection, counted: Counted, *, days: int, decimals: int) -> Figure:
        """The figure of this measure over a tally; `days` are those of the period."""
        above, below = self.numbers(chosen)
        return Figure(
            self.code,
            self.name,
            counted.seconds(above) if self.shown == DAYS else counted.sum(above),
            above,
            days if self.shown == PER_DAY else sum(map(counted.sum, below)) if below else None,
            below[0] if below else None,
            decimals if self.decimals is None else self.decimals,
            plus=below[1:],
            shown=self.shown,
            measure=self.code,
        )


# What every form may say of a tally, unless the city or the form defines it otherwise.
STANDARD: Mapping[str, Measure] = {
    each.code: each
    for each in (
        Measure("count", "件数", meaning="受理的工单（或来件）件数。"),
        Measure("closed", "办结", numerator=("closed",), meaning="已办结的工单件数。"),
        Measure("open", "正在办理", numerator=("open",), meaning="尚未办结的工单件数。"),
        Measure(
            "closing_rate", "办结率", SHARE, ("closed",), meaning="已办结的工单，除以受理的工单。"
        ),
    )
}


def as_item(measure: Measure) -> dict[str, Any]:
    """A definition as a form states its own under `[measure.X]`."""
    item = {
        "name": measure.name,
        "shown": measure.shown,
        "numerator": list(measure.numerator),
        "denominator": list(measure.denominator),
        "meaning": measure.meaning,
        "source": measure.source,
    }
    return item if measure.decimals is None else {**item, "decimals": measure.decimals}


def in_force(rows: Iterable[Measure], day: date) -> dict[str, Measure]:
    """By code, the measures that hold on `day`: the standard ones, or those that replace them."""
    held = (row for row in rows if _first(row) <= day <= (row.valid_to or date.max))
    return {**STANDARD, **{row.code: row for row in sorted(held, key=_first)}}


def slips(measure: Measure) -> Iterator[tuple[str, str]]:
    """Everything wrong with a definition: the field and a sentence."""
    if measure.shown not in SHOWN:
        yield "shown", f"shown 只能是 {'、'.join(SHOWN)}。"
    if measure.decimals is not None and not 0 <= measure.decimals <= MOST_DECIMALS:
        yield "decimals", f"小数位数应为 0 至 {MOST_DECIMALS}。"
    if measure.shown in (COUNT, PER_DAY) and measure.denominator:
        yield "denominator", "件数和日均件数没有分母，请去掉 denominator。"
    if measure.shown == DAYS and measure.numerator:
        yield "numerator", "平均天数只按 denominator 统计，请去掉 numerator。"
    if measure.shown == DAYS and DUE in measure.denominator:
        yield "denominator", "平均天数的 denominator 不能用 due。"
    words = (*measure.numerator, *measure.denominator)
    subject = Selection(of=CALLS) if of_calls(words) else Selection()
    for field, read in (("numerator", narrowed), ("denominator", alternatives)):
        try:
            read(subject, getattr(measure, field))
        except Unclear as problem:
            yield field, str(problem)


def _first(row: Measure) -> date:
    return row.valid_from or date.min
