"""Counting: which cells a selection takes, and shares rounded exactly as a person would."""

from __future__ import annotations

from dataclasses import replace
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
    percent,
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
    parts = [counted.sum(Selection(state=state)) for state in ("closed", "open", "withdrawn")]
    assert counted.sum(Selection()) == sum(parts)


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


# --- averages and changes -------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "numerator", "denominator", "printed"),
    [
        ("days", 86_400 * 7, 2, "3.5"),
        ("days", 43_200 - 1, 10, "0.0"),
        ("days", 43_200, 10, "0.1"),  # 0.05 days exactly
        ("days", 0, 0, "—"),
        ("per_day", 45, 30, "1.5"),
        ("per_day", 45, 0, "—"),
    ],
)
def test_an_average_is_rounded_half_up(
    shown: str, numerator: int, denominator: int, printed: str
) -> None:
    assert Figure("x", "x", numerator, ALL, denominator, shown=shown).printed() == printed


def changed(now: Figure, then: Figure) -> Figure:
    return replace(now, since=replace(then, when="previous"))


@pytest.mark.parametrize(
    ("now", "then", "printed"),
    [
        (figure("x", 1123), figure("x", 1000), "+12.3%"),
        (figure("x", 877), figure("x", 1000), "-12.3%"),
        (figure("x", 2001), figure("x", 2000), "+0.1%"),  # 0.05 % exactly
        (figure("x", 5), figure("x", 5), "0.0%"),
        (figure("x", 5), figure("x", 0), "—"),
        (share(994, 1000), share(982, 1000), "+1.2个百分点"),
        (share(1, 3), share(1, 2), "-16.7个百分点"),  # 33.3 - 50.0, as they are printed
        (share(1, 3), share(0, 0), "—"),
        (share(0, 0), share(1, 2), "—"),
    ],
)
def test_a_number_changes_in_per_cent_and_a_rate_in_points(
    now: Figure, then: Figure, printed: str
) -> None:
    assert changed(now, then).printed() == printed


def test_a_change_as_data_carries_what_it_is_compared_with() -> None:
    data = as_data(changed(figure("x", 12), figure("y", 10)))
    assert (data["value"], data["since"]["numerator"], data["since"]["when"]) == (
        "+20.0%",
        10,
        "previous",
    )
