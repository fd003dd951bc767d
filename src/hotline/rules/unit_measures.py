"""The measures of a unit's own figures: what each counts, out of what, and in which words.

The cases are those of the month's figures: accepted in the month and led by the unit. Rates follow
the definitions of the office's figures; no rating is never counted as satisfied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.rules import counting
from hotline.rules.counting import SECONDS_A_DAY, percent, rounded

SATISFIED = tuple(sorted(counting.SATISFIED))


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its name, what its numerator takes, and of what (empty: of nothing).

    `shown` says how its value is printed: number, share or days.
    """

    code: str
    name: str
    numerator: str
    denominator: str = ""
    shown: str = "share"


RECEIVED = "承办的工单"
MEASURES: dict[str, Measure] = {
    each.code: each
    for each in (
        Measure("received", "承办件数", "当月受理、现由本单位或下级主办的工单", shown="number"),
        Measure("signed", "按时签收", "在签收时限内签收的", "派来时定有签收时限的"),
        Measure("on_time", "按期办结", "反馈在办理时限内、并已审核通过的", RECEIVED),
        Measure(
            "overdue",
            "现已逾期",
            "现在还在本单位、已过办理时限的",
            RECEIVED,
        ),
        Measure("days", "平均办理天数", "从派单到反馈的天数相加", "已反馈的", shown="days"),
        Measure("sent_back", "被退回补正", "审核时退回过的", RECEIVED),
        Measure("again", "重办", "回访后又交办过的", RECEIVED),
        Measure("solved", "解决率", "最近一次接通的回访说“已解决”的", "回访接通的"),
        Measure(
            "satisfied",
            "满意率",
            "对办理结果评价基本满意以上的",
            "回访接通、并作了评价的（未评价的不算）",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Value:
    """A measure counted: for days, the numerator is in seconds."""

    measure: Measure
    numerator: int
    denominator: int

    @property
    def printed(self) -> str:
        """As it is shown: 12, 95.0%, 3.4 天, or a dash where there is nothing to divide by."""
        if self.measure.shown == "number":
            return str(self.numerator)
        if self.measure.shown == "days":
            return f"{self.days(self.denominator)} 天" if self.denominator else "—"
        share = percent(self.numerator, self.denominator)
        return "—" if share is None else f"{share}%"

    @property
    def above(self) -> str:
        """The numerator in words."""
        return f"{self.days()} 天" if self.measure.shown == "days" else str(self.numerator)

    def days(self, parts: int = 1) -> str:
        """The numerator in days, divided by `parts`, with one decimal, half up."""
        return rounded(self.numerator, SECONDS_A_DAY * parts, 1) or "—"


Counts = Mapping[str, tuple[int, int]]


def values_of(counts: Counts) -> list[Value]:
    """Every measure with what was counted for it, in their order."""
    return [Value(measure, *counts.get(code, (0, 0))) for code, measure in MEASURES.items()]
