"""A request sees what its person may see in the database too, and leaves nothing to the next."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from hotline.desk.doors import for_staff
from hotline.records.models import Case
from hotline.records.scope import NOTHING, OFFICE, enter, showing
from hotline.site.scoping import begin_with_nothing
from tests.desk.conftest import SignIn
from tests.factories import City, case_at

pytestmark = pytest.mark.usefixtures("contexts")


def in_sight(_: HttpRequest) -> HttpResponse:
    """How many cases the database shows, whatever the code asks."""
    return HttpResponse(str(Case.objects.count()))


def answered(person: object, view: object = in_sight) -> str:
    """What a request of `person` is answered behind the middleware."""
    request = RequestFactory().get("/desk/")
    request.user, request.session = person, {}
    return begin_with_nothing(view)(request).content.decode()


@pytest.fixture
def cases(city: City) -> None:
    """Two cases of one district and one of the other."""
    for unit in ("east", "east", "west"):
        case_at(city, "in_handling", unit=unit)


def test_a_request_without_a_door_sees_no_case(city: City, cases: None) -> None:
    assert answered(city.person("supervisor")) == "0"


@pytest.mark.parametrize(
    ("role", "unit", "seen"),
    [("supervisor", "", "3"), ("unit_clerk", "east", "2"), ("unit_clerk", "west", "1")],
)
def test_behind_the_door_the_database_shows_what_is_the_persons(
    city: City, cases: None, role: str, unit: str, seen: str
) -> None:
    assert answered(city.person(role, unit), for_staff()(in_sight)) == seen


def test_what_a_request_enters_is_left_at_its_end(city: City, cases: None) -> None:
    def program(request: HttpRequest) -> HttpResponse:
        enter(OFFICE)
        return in_sight(request)

    with showing(NOTHING):
        assert answered(None, program) == "3"
        assert Case.objects.count() == 0
        assert answered(None) == "0"


def test_requests_of_different_people_on_one_connection_do_not_mix(
    city: City, cases: None, sign_in: SignIn
) -> None:
    office, east, west = (
        sign_in(person)
        for person in (
            city.person("supervisor"),
            city.person("unit_clerk", "east"),
            city.person("unit_clerk", "west"),
        )
    )

    def listed(browser: Client) -> int:
        return int(browser.get("/desk/cases").context["page"].total)

    order = (east, office, west, east, west, office, east)
    assert [listed(browser) for browser in order] == [2, 3, 1, 2, 1, 3, 2]
