"""Who gets in, who is turned away, and what a browser may keep."""

from __future__ import annotations

import pytest
from django.test import Client

from hotline.rules.life import MOVES, Status
from tests.desk.conftest import SignIn
from tests.factories import City, case_at, make_role, make_staff

PAGES = ("/desk/", "/desk/cases", "/desk/cases/new", "/desk/topics", "/desk/cases/YT1")


@pytest.mark.parametrize("address", PAGES)
def test_nobody_enters_without_signing_in(db: None, address: str) -> None:
    answer = Client().get(address)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/login?next={address}",
    )


def test_a_search_in_the_address_survives_signing_in(db: None) -> None:
    answer = Client().get("/desk/cases?q=1&status=closed")
    assert answer.headers["Location"] == "/login?next=/desk/cases%3Fq%3D1%26status%3Dclosed"


def test_a_form_sent_after_the_session_ended_leads_back_to_the_desk(db: None) -> None:
    answer = Client().post("/desk/cases/new", {"text": "写到一半"})
    assert answer.headers["Location"] == "/login?next=/desk/"


def test_signing_in_again_leads_back_to_the_page_whose_form_was_sent(db: None) -> None:
    came_from = {"Referer": "http://testserver/desk/cases/new?x=1"}
    answer = Client().post("/desk/cases/new", {"text": "写到一半"}, headers=came_from)
    assert answer.headers["Location"] == "/login?next=/desk/cases/new"
    other = Client().post("/desk/cases/new", headers={"Referer": "http://bad.example/desk/"})
    assert other.headers["Location"] == "/login?next=/desk/"


def test_a_part_of_a_page_is_only_told_so_that_nothing_typed_is_lost(db: None) -> None:
    answer = Client().get("/desk/topics?q=1", headers={"HX-Request": "true"})
    assert (answer.status_code, "Location" in answer.headers) == (401, False)


@pytest.mark.parametrize("address", ["/desk/cases", "/desk/cases/new", "/desk/topics"])
def test_a_role_without_the_permit_is_told_so(city: City, sign_in: SignIn, address: str) -> None:
    answer = sign_in(city.person("security_admin")).get(address)
    assert answer.status_code == 403
    assert "没有权限" in answer.content.decode()


def test_a_person_without_any_role_still_gets_a_first_page(city: City, sign_in: SignIn) -> None:
    answer = sign_in(make_staff("nobody", roles=[])).get("/desk/")
    assert answer.status_code == 200
    assert "您的岗位还没有可用的功能" in answer.content.decode()


def test_a_dismissed_person_is_signed_out(city: City, sign_in: SignIn) -> None:
    person = city.person("call_taker")
    client = sign_in(person)
    person.is_active = False
    person.save()
    assert client.get("/desk/").status_code == 302


def test_no_page_with_personal_data_is_kept_by_a_browser(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING)
    client = sign_in(city.person("dispatcher"))
    for address in ("/desk/", "/desk/cases", f"/desk/cases/{case.number}"):
        kept = client.get(address).headers["Cache-Control"]
        assert {"no-store", "private"} <= set(kept.split(", ")), address


def test_another_units_case_does_not_exist(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING, unit="east")
    stranger = sign_in(city.person("unit_clerk", "west"))
    assert stranger.get(f"/desk/cases/{case.number}").status_code == 404
    assert case.number not in stranger.get("/desk/cases").content.decode()


@pytest.mark.parametrize("verb", [*(verb for verb in MOVES if verb not in ("register",)), "reveal"])
def test_nothing_can_be_done_to_another_units_case(city: City, sign_in: SignIn, verb: str) -> None:
    case = case_at(city, Status.IN_HANDLING, unit="east")
    stranger = sign_in(city.person("unit_clerk", "west"))
    answer = stranger.post(f"/desk/cases/{case.number}/{verb}", {"seen": case.version})
    case.refresh_from_db()
    assert (answer.status_code, case.version) == (404, 4)


def test_a_parent_unit_sees_the_cases_of_the_units_below_it(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.IN_HANDLING, unit="east_street")
    above = sign_in(city.person("unit_clerk", "east"))
    beside = sign_in(city.person("unit_clerk", "west_street"))
    assert above.get(f"/desk/cases/{case.number}").status_code == 200
    assert beside.get(f"/desk/cases/{case.number}").status_code == 404


def test_a_unit_does_not_see_what_was_never_given_to_it(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    clerk = sign_in(city.person("unit_clerk", "east"))
    assert clerk.get(f"/desk/cases/{case.number}").status_code == 404


@pytest.mark.parametrize(
    "number", ["YT20200101-999999", "0", "x" * 300, "%00", "<b>", "..%2Flogin"]
)
def test_a_number_that_no_case_has_is_not_found(city: City, sign_in: SignIn, number: str) -> None:
    assert sign_in(city.person("supervisor")).get(f"/desk/cases/{number}").status_code == 404


def test_permits_are_read_from_the_roles_of_this_very_request(city: City, sign_in: SignIn) -> None:
    person = make_staff("moving", roles=[])
    client = sign_in(person)
    assert client.get("/desk/cases").status_code == 403
    person.roles.add(make_role("looker", "查看员", ["see_all_cases"]))
    assert client.get("/desk/cases").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_that_only_show_take_nothing(city: City, sign_in: SignIn, method: str) -> None:
    client = sign_in(city.person("call_taker"))
    for address in ("/desk/", "/desk/styles", "/desk/topics"):
        assert getattr(client, method)(address).status_code == 405, address


def test_reloading_a_verbs_address_shows_the_case(city: City, sign_in: SignIn) -> None:
    case = case_at(city, Status.AWAITING_DISPATCH)
    client = sign_in(city.person("dispatcher"))
    for verb in ("dispatch", "reveal"):
        answer = client.get(f"/desk/cases/{case.number}/{verb}")
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            f"/desk/cases/{case.number}",
        )
