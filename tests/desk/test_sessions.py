"""Where one is signed in: how long it holds, what keeps it alive, and how it is ended."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Staff, StaffEntry, StaffSession
from tests.desk.conftest import SignIn
from tests.desk.signing_in import PASSWORD, signed_in
from tests.factories import City
from tests.reading import read

CHROME = "Mozilla/5.0 (Windows NT 10.0) Chrome/129.0 Safari/537.36"
MINUTE, HOUR = 60, 3600


@pytest.fixture
def person(city: City) -> Staff:
    return city.person("call_taker")


def later(client: Client, *, idle: int = 0, old: int = 0) -> None:
    """As if so many seconds had gone by since the last request, or since the sign-in."""
    session = client.session
    session["used"] -= idle
    session["began"] -= old
    session.save()


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def test_a_session_that_nobody_uses_ends_after_half_an_hour(person: Staff) -> None:
    client = signed_in(person)
    later(client, idle=29 * MINUTE)
    assert is_in(client)
    later(client, idle=30 * MINUTE)
    answer = client.get("/desk/cases")
    assert answer.headers["Location"] == "/login?next=/desk/cases"
    assert "太久没有操作" in client.get("/login").content.decode()
    assert StaffSession.objects.get().ended_as == "idle"


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(person: Staff) -> None:
    client = signed_in(person)
    later(client, old=12 * HOUR)
    assert not is_in(client)
    assert StaffSession.objects.get().ended_as == "too_long"


def test_what_a_page_asks_for_by_itself_keeps_nobody_signed_in(person: Staff) -> None:
    client = signed_in(person)
    later(client, idle=20 * MINUTE)
    assert client.get("/desk/", headers={"X-Hotline-Background": "1"}).status_code == 200
    later(client, idle=11 * MINUTE)
    assert not is_in(client)


def test_within_a_minute_a_request_asks_nothing_more_of_the_database(person: Staff) -> None:
    client = signed_in(person)
    client.get("/desk/appearance")
    with CaptureQueriesContext(
        connection,
    ) as quick:
        client.get("/desk/appearance")
    later(client, idle=2 * MINUTE)
    with CaptureQueriesContext(connection) as after:
        client.get("/desk/appearance")
    written = [q["sql"] for q in after if "UPDATE" in q["sql"]]
    assert not [q for q in quick if "staffsession" in q["sql"] or "UPDATE" in q["sql"]]
    assert len(written) == 2
    assert len(after) - len(quick) <= 4  # the two, in the session's own transaction


def test_one_s_sessions_are_listed_and_ended(person: Staff) -> None:
    here = signed_in(person, **{"User-Agent": CHROME})
    there = signed_in(person)
    page = read(here.get("/desk/devices"))
    rows = page.one("ul", class_="factor-list").all("li")
    assert [row.one("strong").text for row in rows] == ["其他浏览器", "Chrome · Windows"]
    assert rows[1].has("span", class_="chip-plain")
    here.post(rows[0].one("form").attrs["action"])
    assert (is_in(here), is_in(there)) == (True, False)
    entry = StaffEntry.objects.latest("pk")
    assert (entry.verb, entry.by, entry.after) == ("end_sessions", person, {"sessions": 1})


def test_all_the_others_are_ended_at_once(person: Staff) -> None:
    here, *others = (signed_in(person) for _ in range(3))
    here.post("/desk/devices/others/end")
    assert [is_in(client) for client in (here, *others)] == [True, False, False]


def test_nobody_ends_a_stranger_s_session(city: City, person: Staff) -> None:
    own, other = signed_in(person), signed_in(city.person("dispatcher"))
    row = StaffSession.objects.get(staff=person)
    other.post(f"/desk/devices/{row.pk}/end")
    assert is_in(own)


def test_the_security_administrator_ends_a_person_s_sessions(
    city: City, person: Staff, sign_in: SignIn
) -> None:
    own = signed_in(person)
    sign_in(city.person("security_admin")).post(f"/desk/staff/{person.pk}/sessions")
    assert not is_in(own)


def test_a_new_password_ends_the_others_and_this_one_can_still_be_ended(person: Staff) -> None:
    here, there = signed_in(person), signed_in(person)
    typed = {"old": PASSWORD, "new": "other-horse-10", "again": "other-horse-10"}
    here.post("/desk/password", typed)
    assert (is_in(here), is_in(there)) == (True, False)
    assert list(StaffSession.objects.values_list("ended_as", flat=True).order_by("pk")) == [
        "",
        "password",
    ]
    row = StaffSession.objects.get(ended_at=None)
    assert row.key == here.session.session_key


def test_who_loses_a_role_is_signed_out_and_who_gains_one_is_not(
    city: City, person: Staff, sign_in: SignIn
) -> None:
    client, admin = signed_in(person), sign_in(city.person("security_admin"))
    address = f"/desk/staff/{person.pk}"
    admin.post(address, {"name": person.name, "roles": ["call_taker", "callback_agent"]})
    assert is_in(client)
    admin.post(address, {"name": person.name, "roles": ["callback_agent"]})
    assert not is_in(client)
    assert StaffSession.objects.get(staff=person).ended_as == "roles"


def test_signing_out_is_kept(person: Staff) -> None:
    client = signed_in(person)
    client.post("/logout")
    assert StaffSession.objects.get().ended_as == "signed_out"
