"""Measures: each definition is data, dated, and never counts what it should not."""

from __future__ import annotations

from datetime import date

import pytest

from hotline.rules.conditions import Unclear, alternatives, narrowed
from hotline.rules.counting import Cell, Counted, Selection
from hotline.rules.measures import STANDARD, Measure, in_force, slips

LATE, OVERDUE = frozenset({"late"}), frozenset({"overdue"})
COUNTED = Counted(
    [
        Cell("cases", 80, unit=("east",), state="closed", facts=frozenset({"on_time"}),
             rating="satisfied", solved="yes", seconds=80 * 86_400),
        Cell("cases", 10, unit=("east",), state="closed", facts=LATE, rating="dissatisfied",
             solved="no", seconds=10 * 5 * 86_400),
        Cell("cases", 5, unit=("east",), state="open", facts=OVERDUE),
        Cell("cases", 4, unit=("east",), state="open"),
        Cell("cases", 1, state="closed", facts=frozenset({"direct"})),
    ]
)  # fmt: skip


def counted(measure: Measure, chosen: Selection | None = None) -> tuple[int, int | None, str]:
    figure = measure.counted(chosen or Selection(), COUNTED, days=30, decimals=1)
    return figure.numerator, figure.denominator, figure.printed()


def test_open_overdue_cases_are_in_the_denominator_of_the_on_time_rate() -> None:
    rate = Measure("on_time_rate", "按期办结率", "share", ("on_time",), ("dispatched", "due"))
    assert counted(rate) == (80, 95, "84.2%")


def test_no_rating_is_never_satisfied() -> None:
    assert counted(Measure("satisfied", "满意率", "share", ("satisfied",), ("rated",))) == (
        80,
        90,
        "88.9%",
    )


def test_the_average_days_are_those_of_the_cases_in_the_denominator() -> None:
    days = Measure("days", "平均办理天数", "days", (), ("dispatched", "closed"))
    assert counted(days) == (130 * 86_400, 90, "1.4")


def test_a_daily_average_divides_by_the_days_of_the_period() -> None:
    assert counted(Measure("daily", "日均", "per_day")) == (100, 30, "3.3")


def test_a_rate_of_what_is_due_within_open_cases_leaves_out_the_closed() -> None:
    assert alternatives(Selection(state="open"), ("due",)) == (
        Selection(state="open", facts=OVERDUE),
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("closed", "open"), "“已办结”和“正在办理”不能同时要求。"),
        (
            ("late", "not late"),
            "条件“not late”与另一个条件矛盾：“承办单位超过时限才办结反馈”不能既要又不要。",
        ),
        (("satisfied", "dissatisfied"), "条件“dissatisfied”（评价为不满意）与另一个条件矛盾。"),
    ],
)
def test_conditions_that_exclude_one_another_are_refused(
    words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(Unclear) as refusal:
        narrowed(Selection(), words)
    assert str(refusal.value) == sentence


def test_an_unknown_condition_is_told_with_those_there_are() -> None:
    with pytest.raises(Unclear, match=r"^不认识条件“happy”；可用的有：closed、open"):
        narrowed(Selection(), ("happy",))


@pytest.mark.parametrize(("day", "name"), [("2021-12-31", "旧"), ("2022-01-01", "新")])
def test_the_definition_of_the_day_holds(day: str, name: str) -> None:
    rows = (
        Measure("rate", "新", valid_from=date(2022, 1, 1)),
        Measure("rate", "旧", valid_to=date(2021, 12, 31)),
    )
    assert in_force(rows, date.fromisoformat(day))["rate"].name == name


def test_a_city_may_define_a_standard_measure_anew() -> None:
    own = Measure("closing_rate", "办结率", "share", ("closed",), ("dispatched",))
    assert in_force([own], date(2022, 1, 1)) == {**STANDARD, "closing_rate": own}


@pytest.mark.parametrize(
    ("measure", "field"),
    [
        (Measure("x", "x", "percent"), "shown"),
        (Measure("x", "x", "share", decimals=9), "decimals"),
        (Measure("x", "x", "count", (), ("closed",)), "denominator"),
        (Measure("x", "x", "days", ("closed",)), "numerator"),
        (Measure("x", "x", "share", ("happy",)), "numerator"),
        (Measure("x", "x", "share", ("due",)), "numerator"),
    ],
)
def test_a_slip_in_a_definition_is_told_with_its_field(measure: Measure, field: str) -> None:
    assert [name for name, _ in slips(measure)] == [field]
