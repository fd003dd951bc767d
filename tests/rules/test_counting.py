"""Counting: which cells a selection takes, and shares rounded exactly as a person would."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules.counting import (
    SATISFIED,
    Cell,
    Counted,
    Figure,
    Selection,
    as_data,
    by_name,
    keep_largest,
    percent,
    rest_of,
    tally,
)

ALL = Selection()


def figure(name: str, number: int, selection: Selection = ALL) -> Figure:
    return Figure(name, name, number, selection)


def share(part: int, whole: int, decimals: int = 1) -> Figure:
    return Figure("x.share", "占比", part, ALL, whole, ALL, decimals)


# --- shares ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "printed"),
    [
        (10_059, 31_681, 1, "31.8"),  # 31.7508…: the bulletin of 2022-04 printed 31.7
        (3175, 10_000, 1, "31.8"),  # 31.75 exactly
        (3174, 10_000, 1, "31.7"),
        (6572, 6610, 1, "99.4"),
        (519, 557, 1, "93.2"),
        (1, 3, 1, "33.3"),
        (2, 3, 1, "66.7"),
        (1, 8, 2, "12.50"),
        (1, 800, 2, "0.13"),  # 0.125 exactly
        (1, 2000, 1, "0.1"),  # 0.05 exactly
        (1, 2001, 1, "0.0"),
        (0, 5, 1, "0.0"),
        (5, 5, 1, "100.0"),
        (5, 5, 0, "100"),
        (1, 200, 0, "1"),  # 0.5 exactly
        (199, 200, 0, "100"),
        (7, 5, 1, "140.0"),
        (10**18 + 1, 10**18, 1, "100.0"),
    ],
)
def test_a_share_is_rounded_half_up(part: int, whole: int, decimals: int, printed: str) -> None:
    assert percent(part, whole, decimals) == printed


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 4))
def test_a_share_is_what_exact_decimals_give(part: int, whole: int, decimals: int) -> None:
    step = Decimal(1).scaleb(-decimals)
    # A product of 4 and 9 digits and one division need fewer than 28 digits to be told apart.
    exact = (Decimal(part) * 100 / Decimal(whole)).quantize(step, ROUND_HALF_UP)
    assert percent(part, whole, decimals) == str(exact)


@pytest.mark.parametrize("part", [0, 1])
def test_a_share_of_nothing_is_none_and_printed_as_a_dash(part: int) -> None:
    assert (percent(part, 0), share(part, 0).printed()) == (None, "—")


@pytest.mark.parametrize(
    ("given", "plain", "trimmed"),
    [
        (share(6, 100), "6.0%", "6%"),
        (share(61, 1000), "6.1%", "6.1%"),
        (share(1, 1), "100.0%", "100%"),
        (share(1, 10), "10.0%", "10%"),
        (share(1, 10, 0), "10%", "10%"),
        (share(1, 10, 2), "10.00%", "10%"),
        (share(1, 8, 2), "12.50%", "12.50%"),
        (share(0, 9), "0.0%", "0%"),
        (figure("x.count", 6610), "6610", "6610"),
    ],
)
def test_a_figure_is_printed_with_or_without_its_zero(
    given: Figure, plain: str, trimmed: str
) -> None:
    assert (given.printed(), given.printed(trim=True)) == (plain, trimmed)


@pytest.mark.parametrize(("given", "is_share"), [(share(1, 2), True), (figure("x", 1), False)])
def test_a_figure_knows_whether_it_is_a_share(given: Figure, is_share: bool) -> None:
    assert given.is_share is is_share


# --- selections ------------------------------------------------------------------------------

CELL = Cell(
    of="cases",
    count=1,
    channel="telephone",
    kind="help",
    topic=("01", "0102", "010214"),
    campaign="epidemic",
    unit=("east", "east_street"),
    state="closed",
    facts=frozenset({"on_time"}),
    rating="satisfied",
    solved="yes",
    span="telephone_days",
)
NO_FACTS = Cell(of="cases", count=1, channel="telephone")


@pytest.mark.parametrize(
    ("selection", "takes_cell", "takes_bare"),
    [
        (Selection(), True, True),
        (Selection(of="contacts"), False, False),
        (Selection(channels=frozenset({"telephone", "province"})), True, True),
        (Selection(channels=frozenset({"province"})), False, False),
        (Selection(kind="help"), True, False),
        (Selection(kind="complaint"), False, False),
        (Selection(campaign="epidemic"), True, False),
        (Selection(campaign="dogs"), False, False),
        (Selection(campaign="-"), True, True),
        (Selection(campaign="-", first=frozenset({"epidemic"})), False, True),
        (Selection(campaign="-", first=frozenset({"dogs"})), True, True),
        (Selection(topics=("01",)), True, False),
        (Selection(topics=("0102",)), True, False),
        (Selection(topics=("010214",)), True, False),
        (Selection(topics=("02", "0102")), True, False),
        (Selection(topics=("02",)), False, False),
        (Selection(topics=("01",), excepted=("0102",)), False, False),
        (Selection(topics=("01",), excepted=("0103",)), True, False),
        (Selection(unit="east"), True, False),
        (Selection(unit="east_street"), True, False),
        (Selection(facts=frozenset({"on_time"})), True, False),
        (Selection(facts=frozenset({"on_time", "late"})), False, False),
        (Selection(without=frozenset({"on_time"})), False, True),
        (Selection(ratings=SATISFIED), True, False),
        (Selection(solved=frozenset({"no"})), False, False),
        (Selection(unit="west"), False, False),
        (Selection(dispatched=True), True, False),
        (Selection(state="closed"), True, False),
        (Selection(state="open"), False, True),
        (Selection(state="withdrawn"), False, False),
        (Selection(span="telephone_days"), True, False),
        (Selection(span="other_days"), False, False),
        (Selection(kind="help", unit="east", state="closed", topics=("01",)), True, False),
        (Selection(kind="help", unit="west"), False, False),
    ],
)
def test_a_selection_takes_what_all_its_parts_take(
    selection: Selection, takes_cell: bool, takes_bare: bool
) -> None:
    assert (selection.takes(CELL), selection.takes(NO_FACTS)) == (takes_cell, takes_bare)


CELLS = (
    Cell("cases", 5, channel="telephone", unit=("east",), state="closed"),
    Cell("cases", 3, channel="telephone", unit=("east",)),
    Cell("cases", 2, channel="province", unit=("west",), state="closed"),
    Cell("cases", 7, channel="province", state="closed"),
    Cell("contacts", 11, channel="telephone"),
)


@pytest.mark.parametrize(
    ("selection", "number"),
    [
        (Selection(), 17),
        (Selection(of="contacts"), 11),
        (Selection(unit="east"), 8),
        (Selection(unit="east", state="open"), 3),
        (Selection(unit="nowhere"), 0),
        (Selection(dispatched=True), 10),
        (Selection(state="closed"), 14),
        (Selection(channels=frozenset({"province"})), 9),
    ],
)
def test_a_sum_adds_up_the_cells_taken(selection: Selection, number: int) -> None:
    assert Counted(CELLS).sum(selection) == number


STATE = st.sampled_from(["closed", "open", "withdrawn"])


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["", "a", "b"]), STATE)))
def test_closed_open_and_withdrawn_make_the_whole(rows: list[tuple[int, str, str]]) -> None:
    counted = Counted(
        Cell("cases", n, unit=(unit,) if unit else (), state=state) for n, unit, state in rows
    )
    whole = tally(counted, "x", "件", Selection(), 1)
    withdrawn = counted.sum(Selection(state="withdrawn"))
    assert whole[0].numerator == whole[1].numerator + whole[2].numerator + withdrawn


def test_a_tally_of_cases_has_four_figures() -> None:
    figures = tally(Counted(CELLS), "total", "受理", Selection(), 1)
    assert [(row.name, row.label, row.printed()) for row in figures] == [
        ("total.count", "受理件数", "17"),
        ("total.closed", "受理办结", "14"),
        ("total.open", "受理正在办理", "3"),
        ("total.closing_rate", "受理办结率", "82.4%"),
    ]


def test_a_rate_states_its_numerator_and_denominator() -> None:
    rate = tally(Counted(CELLS), "total", "受理", Selection(), 1)[-1]
    assert (rate.numerator, rate.denominator, rate.of_numerator, rate.of_denominator) == (
        14,
        17,
        Selection(state="closed"),
        Selection(),
    )


def test_a_tally_of_contacts_is_a_number_only() -> None:
    figures = tally(Counted(CELLS), "calls", "电话", Selection(of="contacts"), 1)
    assert [(row.name, row.numerator) for row in figures] == [("calls.count", 11)]


# --- the largest and the rest ----------------------------------------------------------------


def names(lines: list[tuple[str, Figure]]) -> list[str]:
    return [name for name, _ in lines]


def test_the_largest_come_first_and_ties_keep_their_order() -> None:
    lines = [(name, figure(name, n)) for name, n in [("a", 2), ("b", 5), ("c", 2), ("d", 5)]]
    assert names(keep_largest(lines, 4)) == ["b", "d", "a", "c"]


def test_a_tie_at_the_edge_is_decided_by_the_given_order() -> None:
    lines = [(name, figure(name, 3)) for name in "abcd"]
    assert names(keep_largest(lines, 2)) == ["a", "b"]


def test_a_line_of_nothing_is_not_kept() -> None:
    lines = [(name, figure(name, n)) for name, n in [("a", 0), ("b", 1), ("c", 0)]]
    assert names(keep_largest(lines, 3)) == ["b"]


def test_the_rest_is_the_whole_less_what_is_listed() -> None:
    listed = [figure("a.count", 4, Selection(kind="a")), figure("b.count", 3, Selection(kind="b"))]
    rest = rest_of("x.other.count", "其它件数", figure("x", 10), listed)
    assert (rest.numerator, rest.of_numerator, rest.minus) == (
        3,
        ALL,
        (Selection(kind="a"), Selection(kind="b")),
    )


def test_the_rest_of_everything_listed_is_nothing() -> None:
    assert rest_of("o", "其它", figure("x", 4), [figure("a", 4)]).numerator == 0


# --- figures as data -------------------------------------------------------------------------


def test_a_share_as_data_carries_numerator_and_denominator() -> None:
    assert as_data(share(10_059, 31_681)) == {
        "name": "x.share",
        "label": "占比",
        "value": "31.8%",
        "numerator": 10_059,
        "denominator": 31_681,
    }


def test_a_number_as_data_has_no_denominator() -> None:
    assert as_data(figure("x.count", 3)) == {
        "name": "x.count",
        "label": "x.count",
        "value": "3",
        "numerator": 3,
        "denominator": None,
    }


def test_figures_are_found_by_name() -> None:
    rows = [figure("a", 1), figure("b", 2)]
    assert by_name(rows) == {"a": rows[0], "b": rows[1]}


def test_a_name_given_twice_is_told() -> None:
    with pytest.raises(ValueError, match=r"^口径中的数字重名：a$"):
        by_name([figure("a", 1), figure("a", 2)])
