"""A chart's scale, and what it says in words and as a table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.charting import caption, chart_table, chart_words, note, scale_of
from hotline.rules.pages import Chart, Number, Series, Words


def chart(kind: Any, *rows: tuple[Any, ...], unit: Any = "件", note: str = "") -> Chart:
    labels = tuple(f"{n}月" for n in range(1, len(rows[0]) + 1))
    series = tuple(Series(name, tuple(row)) for name, row in zip(("甲", "乙"), rows, strict=False))
    return Chart(kind, "受理量", unit, labels, series, note)


@pytest.mark.parametrize(
    ("drawn", "ticks"),
    [
        (chart("column", (31681, 77)), "0 10000 20000 30000 40000"),
        (chart("column", (3, 1)), "0 1 2 3"),
        (chart("bar", (0, 0)), "0 1"),
        (chart("bar", (None, None)), "0 1"),
        (chart("stacked", (40, 10), (50, 5)), "0 20 40 60 80 100"),
        (chart("column", (Decimal("99.8"), Decimal(60)), unit="%"), "0 20 40 60 80 100"),
        (chart("line", (Decimal("98.7"), Decimal("99.9")), unit="%"), "98.5 99.0 99.5 100.0"),
        (chart("line", (10, 100)), "0 20 40 60 80 100"),
        (chart("line", (100, 100)), "0 20 40 60 80 100"),
        (chart("line", (Decimal("-3.2"), Decimal("4.1")), unit="%"), "-4 -2 0 2 4 6"),
        (chart("column", (Decimal("1.4"), Decimal("2.2")), unit="天"), "0.0 0.5 1.0 1.5 2.0 2.5"),
    ],
)
def test_the_axis_has_round_numbers_that_hold_all_values(drawn: Chart, ticks: str) -> None:
    assert " ".join(f"{tick:f}" for tick in scale_of(drawn).ticks()) == ticks


@given(
    st.sampled_from(["bar", "column", "line", "stacked"]),
    st.lists(st.integers(0, 10**8), min_size=1, max_size=6),
)
def test_no_value_stands_outside_its_axis(kind: str, values: list[int]) -> None:
    scale = scale_of(chart(kind, tuple(values)))
    shares = [scale.share(value) for value in values]
    assert [share for share in shares if not 0 <= share <= 1] == []
    assert (scale.high - scale.low) % scale.step == 0


def test_the_words_say_every_figure_and_the_note() -> None:
    drawn = chart("column", (1, 2), (None, 4), note="不含重复件。")
    assert chart_words(drawn) == (
        "柱状图：受理量。甲：1月1件，2月2件；乙：1月—，2月4件。注：不含重复件。"
    )


def test_a_chart_without_values_says_so() -> None:
    assert chart_words(Chart("line", "走势", "天", (), ())) == "折线图：走势。没有数据。"


def test_a_line_that_does_not_begin_at_zero_says_so() -> None:
    assert note(chart("line", (Decimal(98), Decimal(99)), unit="%")) == "注：纵轴不从0开始。"
    assert note(chart("column", (Decimal(98), Decimal(99)), unit="%")) == ""


def test_the_table_ties_each_value_to_its_figure() -> None:
    row = Series("办结率", (Decimal("99.80"), None), ("rate.1", ""))
    table = chart_table(Chart("line", "走势", "%", ("1月", "2月"), (row,)))
    assert (table.caption, table.header) == ("走势（单位：%）", ("项目", "办结率"))
    assert table.rows == (
        ((Words("1月"),), (Number("99.80%", "rate.1"),)),
        ((Words("2月"),), (Words("—"),)),
    )


def test_the_caption_says_the_unit() -> None:
    assert caption(chart("bar", (1,))) == "受理量（单位：件）"
