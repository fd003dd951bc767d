"""My account, deputies, and the account's page of the security administrator: shown and asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline.records.models import Delegation, Staff, Supervision
from hotline.rules.life import Status
from hotline.steps.access.lend import lend
from hotline.steps.oversight.supervise import supervise
from tests.desk.conftest import SignIn
from tests.desk.signing_in import set_up_app, signed_in
from tests.factories import City, case_at, make_staff
from tests.reading import form_to, read

BUDGET = 12
PAGES = ("account", "second", "second/app", "devices", "delegations")


@pytest.fixture
def person(city: City) -> Staff:
    return city.person("dispatcher", name="张三")


def stands_in(lender: Staff, deputy: Staff) -> Delegation:
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=1)}
    now = timezone.now()
    return lend(lender, deputy=deputy, permits=["dispatch"], **days, by=lender, at=now)


def test_the_page_gathers_what_is_one_s_own(city: City, person: Staff) -> None:
    client = signed_in(city.person("call_taker"))
    stands_in(person, city.person("call_taker"))
    page = read(client.get("/desk/account"))
    assert "派单（代 张三）" in page.text
    links = {link.attrs["href"] for link in page.one("main").all("a")}
    assert links == {
        f"/desk/{name}" for name in ("password", "second", "devices", "delegations", "appearance")
    }


@pytest.mark.parametrize("name", PAGES)
def test_each_page_asks_as_much_for_many_as_for_one(city: City, person: Staff, name: str) -> None:
    client = signed_in(person)
    set_up_app(client)
    client.get(f"/desk/{name}")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/desk/{name}").status_code == 200
        return len(queries)

    first = asked()
    for number in range(3):
        colleague = make_staff(f"p{number}", roles=[city.roles["call_taker"]])
        stands_in(make_staff(f"q{number}", roles=[city.roles["dispatcher"]]), colleague)
    assert (asked(), first <= BUDGET) == (first, True)


def test_a_deputy_s_pages_ask_two_more(city: City, person: Staff) -> None:
    deputy = city.person("call_taker")
    client = signed_in(deputy)
    client.get("/desk/appearance")
    with CaptureQueriesContext(connection) as before:
        client.get("/desk/appearance")
    stands_in(person, deputy)
    with CaptureQueriesContext(connection) as after:
        assert "代班中" in client.get("/desk/appearance").content.decode()
    own_verbs = [q["sql"] for q in after if "delegation" in q["sql"] or "lender" in q["sql"]]
    assert own_verbs != []
    assert len(after) - len(before) <= 4  # the two, and the queue of the verb that was lent


def test_one_arranges_one_s_deputy_and_ends_it(city: City, person: Staff, sign_in: SignIn) -> None:
    client, deputy = sign_in(person), city.person("call_taker")
    today = timezone.localdate()
    sent = {
        "deputy": deputy.pk,
        "starts_on": today.isoformat(),
        "ends_on": today.isoformat(),
        "permits": ["dispatch"],
        "reason": "年休假",
    }
    wrong = client.post("/desk/delegations", {**sent, "permits": []})
    assert (wrong.status_code, "年休假" in wrong.content.decode()) == (422, True)
    assert client.post("/desk/delegations", sent).status_code == 302
    theirs = sign_in(deputy)
    assert "派单" in read(theirs.get("/desk/delegations")).one("ul", class_="lending-list").text
    theirs.post(form_to(read(theirs.get("/desk/delegations")), "/end").attrs["action"])
    assert Delegation.objects.get().ended_by == deputy


def test_a_stranger_neither_sees_nor_ends_it(city: City, person: Staff, sign_in: SignIn) -> None:
    row = stands_in(person, city.person("call_taker"))
    other = sign_in(city.person("callback_agent"))
    assert not read(other.get("/desk/delegations")).has("ul", class_="lending-list")
    assert other.post(f"/desk/delegations/{row.pk}/end").status_code == 404
    assert "谁外出" not in other.get(f"/desk/delegations?for={person.pk}").content.decode()


def test_leaving_asks_for_a_successor_where_something_waits(city: City, sign_in: SignIn) -> None:
    leaver, heir = city.person("supervisor"), make_staff("heir", roles=[city.roles["supervisor"]])
    later, now = timezone.now() + timedelta(days=3), timezone.now()
    case = case_at(city, Status.IN_HANDLING)
    supervise(case, level="ordinary", demand="办结。", due_at=later, by=leaver, at=now)
    admin = sign_in(city.person("security_admin"))
    page = read(admin.get(f"/desk/staff/{leaver.pk}"))
    assert "督办 1 件" in form_to(page, "/deactivate").text
    refused = admin.post(f"/desk/staff/{leaver.pk}/deactivate")
    assert (refused.status_code, "请选择接手人" in refused.content.decode()) == (422, True)
    admin.post(f"/desk/staff/{leaver.pk}/deactivate", {"successor": heir.pk})
    assert Supervision.objects.get().keeper == heir


def test_the_administrator_s_page_of_a_person_keeps_within_its_budget(
    city: City, person: Staff, sign_in: SignIn
) -> None:
    set_up_app(signed_in(person))
    admin: Callable[[str], object] = sign_in(city.person("security_admin")).get
    admin("/desk/")
    with CaptureQueriesContext(connection) as queries:
        admin(f"/desk/staff/{person.pk}")
    assert len(queries) <= 15


def test_the_account_is_nobody_else_s(city: City) -> None:
    assert [Client().get(f"/desk/{name}").status_code for name in PAGES] == [302] * len(PAGES)
