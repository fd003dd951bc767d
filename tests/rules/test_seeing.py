"""Who may see a case: the units at work, those above them, never the accused and their kin."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from hotline.rules.seeing import kin_of, who_sees

# The city: a district with two streets, one of which has an office of its own; a bureau.
DISTRICT, STREET, COUNTER, OTHER_STREET, BUREAU = 1, 2, 3, 4, 5
PARENTS = {DISTRICT: None, STREET: DISTRICT, COUNTER: STREET, OTHER_STREET: DISTRICT, BUREAU: None}
UNITS = tuple(PARENTS)
ABOVE = {
    DISTRICT: set(),
    STREET: {DISTRICT},
    COUNTER: {STREET, DISTRICT},
    OTHER_STREET: {DISTRICT},
    BUREAU: set(),
}
KIN = {
    DISTRICT: {DISTRICT, STREET, COUNTER, OTHER_STREET},
    STREET: {DISTRICT, STREET, COUNTER},
    COUNTER: {DISTRICT, STREET, COUNTER},
    OTHER_STREET: {DISTRICT, OTHER_STREET},
    BUREAU: {BUREAU},
}


def every_choice(units: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Every set of units, the empty one included."""
    sizes = range(len(units) + 1)
    return list(chain.from_iterable(combinations(units, size) for size in sizes))


def sees(*units: int, confidential: bool = False, accused: tuple[int, ...] = ()) -> list[int]:
    """Who sees a case on which these units work."""
    pairs = [(unit, "") for unit in units]
    return who_sees(pairs, PARENTS, confidential=confidential, accused=accused)


@pytest.mark.parametrize("working", every_choice(UNITS))
@pytest.mark.parametrize("accused", every_choice(UNITS))
def test_the_units_at_work_and_those_above_see_it_but_no_kin_of_the_accused(
    working: tuple[int, ...], accused: tuple[int, ...]
) -> None:
    barred = set().union(*(KIN[unit] for unit in accused))
    at_work = set(working)
    above = set().union(*(ABOVE[unit] for unit in working))
    assert sees(*working, accused=accused) == sorted((at_work | above) - barred)
    assert sees(*working, accused=accused, confidential=True) == sorted(at_work - barred)


def test_a_case_that_nobody_was_given_is_seen_by_no_unit() -> None:
    assert sees() == []


@pytest.mark.parametrize("ended_as", ["returned", "ruled_away", "recalled", "joined"])
def test_a_unit_whose_share_was_taken_away_loses_sight_and_so_do_those_above(ended_as: str) -> None:
    pairs = [(STREET, ended_as), (BUREAU, "")]
    assert who_sees(pairs, PARENTS, confidential=False, accused=()) == [BUREAU]


@pytest.mark.parametrize("ended_as", ["", "replied", "overtaken", "withdrawn"])
def test_a_unit_that_did_its_part_keeps_sight(ended_as: str) -> None:
    pairs = [(STREET, ended_as)]
    assert who_sees(pairs, PARENTS, confidential=False, accused=()) == [DISTRICT, STREET]


def test_a_unit_that_returned_it_and_was_given_it_again_sees_it() -> None:
    pairs = [(STREET, "returned"), (STREET, "")]
    assert who_sees(pairs, PARENTS, confidential=False, accused=()) == [DISTRICT, STREET]


def test_a_unit_that_is_not_in_the_tree_any_more_is_taken_alone() -> None:
    assert sees(99) == [99]


def test_a_ring_in_the_tree_ends_the_walk_and_bars_all_of_it() -> None:
    ring: dict[int, int | None] = {1: 2, 2: 1, 3: None}
    assert who_sees([(1, "")], ring, confidential=False, accused=()) == [1, 2]
    assert kin_of([1], ring) == {1, 2}


def test_an_accused_unit_that_has_left_the_tree_is_still_barred() -> None:
    assert sees(99, BUREAU, accused=(99,)) == [BUREAU]
