"""The one door to a case: a unit sees its own and those below; another's does not exist."""

from __future__ import annotations

import pytest

from hotline.records.models import Case, Staff
from hotline.records.queries.access import case_for, cases_for
from tests.factories import City, make_role, make_staff
from tests.steps.acts import act
from tests.steps.cases import walked

# Which clerk (by unit) sees a case of which unit.
SEEN = {
    "east": {"east", "east_street"},
    "east_street": {"east_street"},
    "west": {"west", "west_street"},
    "west_street": {"west_street"},
}
ALL_SEEING = ("call_taker", "dispatcher", "reviewer", "callback_agent", "supervisor")


@pytest.fixture
def cases(city: City) -> dict[str, Case]:
    """A case of each unit, and one of none."""
    made = {unit: walked(city, "awaiting_signature", unit=unit) for unit in SEEN}
    return {**made, "": walked(city, "awaiting_dispatch")}


def seen_by(person: Staff, cases: dict[str, Case]) -> set[str]:
    found = set(cases_for(person).values_list("pk", flat=True))
    return {unit for unit, case in cases.items() if case.pk in found}


@pytest.mark.parametrize("unit", SEEN)
def test_a_clerk_sees_the_cases_of_the_unit_and_of_those_below(
    city: City, cases: dict[str, Case], unit: str
) -> None:
    assert seen_by(city.person("unit_clerk", unit), cases) == SEEN[unit]


@pytest.mark.parametrize("role", ALL_SEEING)
def test_the_office_sees_every_case(city: City, cases: dict[str, Case], role: str) -> None:
    assert seen_by(city.person(role), cases) == set(cases)


def test_who_has_no_view_sees_nothing(city: City, cases: dict[str, Case]) -> None:
    assert seen_by(city.person("security_admin"), cases) == set()


def test_a_clerk_without_a_unit_sees_nothing(city: City, cases: dict[str, Case]) -> None:
    assert seen_by(make_staff("lost", roles=[city.roles["unit_clerk"]]), cases) == set()


def test_who_has_left_sees_nothing(city: City, cases: dict[str, Case]) -> None:
    person = city.person("supervisor")
    person.is_active = False
    assert seen_by(person, cases) == set()


def test_who_may_see_all_sees_all_whatever_the_unit(city: City, cases: dict[str, Case]) -> None:
    roles = [make_role("both", "两者", ["see_all_cases", "see_unit_cases"])]
    assert seen_by(make_staff("both", roles=roles, unit=city.units["east"]), cases) == set(cases)


@pytest.mark.parametrize("unit", SEEN)
def test_another_units_case_does_not_exist(city: City, cases: dict[str, Case], unit: str) -> None:
    clerk = city.person("unit_clerk", unit)
    for owner, case in cases.items():
        if owner in SEEN[unit]:
            assert case_for(clerk, case.number) == case
        else:
            with pytest.raises(Case.DoesNotExist):
                case_for(clerk, case.number)


@pytest.mark.parametrize("number", ["", "YT20220406-999999", "x' OR 1=1", "a\0b", "号" * 500])
def test_a_number_that_is_none_finds_nothing(city: City, number: str) -> None:
    with pytest.raises(Case.DoesNotExist):
        case_for(city.person("supervisor"), number)


def test_a_unit_still_sees_what_it_has_worked_on(city: City) -> None:
    case = walked(city, "called_back", unit="east")
    act(city, "handle_again", case)
    act(city, "dispatch", case, to=city.units["west"])
    found = [case_for(city.person("unit_clerk", unit), case.number) for unit in ("east", "west")]
    assert found == [case, case]


def test_a_case_of_two_rounds_is_listed_once(city: City) -> None:
    case = walked(city, "called_back", unit="east_street")
    act(city, "handle_again", case)
    act(city, "dispatch", case, to=city.units["east"])
    assert list(cases_for(city.person("unit_clerk", "east"))) == [case]
