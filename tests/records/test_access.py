"""The one door to a case: a unit sees its own and those below; another's does not exist."""

from __future__ import annotations

import pytest

from hotline.records.models import Case, Staff
from hotline.records.queries.access import case_for, cases_for, contacts_for
from hotline.records.queries.case_story import others_of_citizen
from hotline.records.queries.cases import list_cases
from hotline.records.queries.citizens import MaskedCitizen, masked
from hotline.records.queries.wanted import Wanted
from hotline.steps.receive import receive
from tests.factories import City, make_role, make_staff
from tests.steps.acts import act
from tests.steps.cases import BEGIN, arrival, walked

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


def told_of(case: Case, **facts: object) -> Case:
    """The case with facts that no step of these tests sets."""
    Case.objects.filter(pk=case.pk).update(**facts)
    case.refresh_from_db()
    return case


def test_a_confidential_case_is_for_those_of_the_office_whose_role_says_so(city: City) -> None:
    case = told_of(walked(city, "awaiting_dispatch"), confidential=True)
    knower = make_staff(
        "knower", roles=[make_role("knower", "知情", ["see_all_cases", "see_confidential"])]
    )
    assert list(cases_for(knower)) == [case]
    assert list(contacts_for(knower)) == list(case.contacts.all())
    taker = city.person("call_taker")
    assert (list(cases_for(taker)), list(contacts_for(taker))) == ([], [])


@pytest.mark.parametrize(("role", "unit"), [("supervisor", ""), ("unit_clerk", "east")])
def test_who_stepped_aside_does_not_see_the_case(city: City, role: str, unit: str) -> None:
    person = city.person(role, unit)
    case = told_of(walked(city, "in_handling", unit="east"), stepped_aside=[person.pk])
    assert list(cases_for(person)) == []
    assert list(contacts_for(person)) == []
    assert list(cases_for(city.person("reviewer"))) == [case]


@pytest.mark.parametrize("unit", ["east", "east_street"])
@pytest.mark.parametrize("confidential", [True, False])
def test_who_of_the_office_belongs_to_the_accuseds_line_does_not_see_the_report(
    city: City, unit: str, confidential: bool
) -> None:
    permits = ["see_all_cases", "see_confidential"]
    role = make_role("lent", "借调", permits)
    lent, other = (make_staff(code, roles=[role], unit=city.units[code]) for code in (unit, "west"))
    accused = {"accused": [city.units["east"].pk], "confidential": confidential}
    case = told_of(walked(city, "awaiting_dispatch"), **accused)
    assert (list(cases_for(lent)), list(contacts_for(lent))) == ([], [])
    assert list(cases_for(other)) == [case]


def test_an_arrival_that_became_no_case_is_for_the_office_only(city: City) -> None:
    channel = city.channels["telephone"]
    contact = receive(arrival(), channel=channel, by=None, at=BEGIN).contact
    assert list(contacts_for(city.person("supervisor"))) == [contact]
    assert list(contacts_for(city.person("unit_clerk", "east"))) == []


def test_a_unit_gets_the_arrivals_of_its_cases_but_of_no_confidential_one(city: City) -> None:
    plain, secret = (walked(city, "in_handling", unit="east") for _ in range(2))
    told_of(secret, confidential=True)
    clerk = city.person("unit_clerk", "east")
    assert set(cases_for(clerk)) == {plain, secret}
    assert list(contacts_for(clerk)) == list(plain.contacts.all())


def test_no_unit_finds_a_confidential_case_by_what_tells_whose_it_is(city: City) -> None:
    phone = "15400000001"
    case = walked(city, "in_handling", unit="east", phone=phone, external_number="SZ-1")
    clerk = city.person("unit_clerk", "east")

    def found(words: str) -> list[Case]:
        return list(list_cases(clerk, Wanted(words=words), BEGIN).rows)

    assert [found(phone), found("SZ-1"), found(case.number)] == [[case]] * 3
    told_of(case, confidential=True)
    assert [found(phone), found("SZ-1"), found(case.number)] == [[], [], [case]]


def test_a_confidential_case_stands_alone_for_a_unit(city: City) -> None:
    phone = "15400000001"
    plain, secret = (walked(city, "in_handling", unit="east", phone=phone) for _ in range(2))
    told_of(secret, confidential=True)
    clerk, dispatcher = city.person("unit_clerk", "east"), city.person("dispatcher")
    assert plain.citizen == secret.citizen
    assert [others_of_citizen(clerk, case) for case in (plain, secret)] == [[], []]
    assert others_of_citizen(dispatcher, secret) == [plain]


def test_the_caller_of_a_confidential_case_is_masked_wholly_for_a_unit(city: City) -> None:
    case = told_of(
        walked(city, "in_handling", name="刘某某", phone="15400000001"), confidential=True
    )
    shown = masked(city.person("unit_clerk", "east"), case)
    assert shown == MaskedCitizen(name="保密", phone="保密", form_of_address="", home="保密")
    nobody = told_of(walked(city, "in_handling"), confidential=True)
    assert masked(city.person("unit_clerk", "east"), nobody) == shown
    office = masked(city.person("reviewer"), case)
    assert office is not None
    assert office.phone == "154****0001"
