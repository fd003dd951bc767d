"""Who sees the case after a move: its stored assignments, and what the move changes of them."""

from __future__ import annotations

from hotline.records.models import Assignment
from hotline.steps.seeing import seen_by
from tests.factories import City
from tests.steps.cases import BEGIN, walked


def units(city: City, *codes: str) -> list[int]:
    """The identities of units, as they are kept on a case."""
    return sorted(city.units[code].pk for code in codes)


def test_the_units_of_the_stored_assignments_see_it_with_those_above(city: City) -> None:
    case = walked(city, "in_handling", unit="east_street")
    assert seen_by(case) == units(city, "east", "east_street")


def test_an_assignment_that_the_move_adds_counts(city: City) -> None:
    case = walked(city, "in_handling", unit="east_street")
    added = Assignment(case=case, department=city.units["west"], part="assisting", given_at=BEGIN)
    assert seen_by(case, [added]) == units(city, "east", "east_street", "west")


def test_an_assignment_that_the_move_takes_away_does_not_count(city: City) -> None:
    case = walked(city, "in_handling", unit="east_street")
    added = Assignment(case=case, department=city.units["west"], given_at=BEGIN)
    assert seen_by(case, [added], without=case.assignments.all()) == units(city, "west")


def test_what_the_move_says_of_secrecy_and_the_accused_goes_before_what_is_stored(
    city: City,
) -> None:
    case = walked(city, "in_handling", unit="east_street")
    accused = [city.units["east_street"].pk]
    assert seen_by(case, confidential=True) == units(city, "east_street")
    assert seen_by(case, accused=accused) == []
