"""Accounts at the desk: found, added, changed, ended, opened again; one's own password."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import ApiToken, Staff, StaffEntry
from hotline.steps.setup.add_token import add_token
from tests.desk.conftest import SignIn
from tests.factories import City, make_staff
from tests.reading import Node, form_to, press, read
from tests.steps.setup.test_accounts import NOW, OTHER, PASSWORD

LIST = "/desk/staff"
BUDGET = 15
SCRIPT = "<script>alert(1)</script>"
HOSTILE = {
    "nul": "前\0后",
    "markup": f"=1+1{SCRIPT}'\"><img src=x>",
    "template": "' OR 1=1;--%s %(x)s {{ 7*7 }}{% debug %}",
    "directions": "b\u202e\u2066反向\u200b",
    "long": "长" * 5_000,
    "number": "9" * 5_000,
}


@pytest.fixture
def admin(city: City, sign_in: SignIn) -> Client:
    """A browser of the security administrator."""
    return sign_in(city.person("security_admin"))


def page_of(person: Staff) -> str:
    return f"{LIST}/{person.pk}"


def names(answer: HttpResponse) -> list[str]:
    """The usernames in the list."""
    rows = read(answer).all("tbody")
    return [row.all("td")[0].text for row in rows[0].all("tr")] if rows else []


def shown_password(answer: HttpResponse) -> str:
    """The first password on the page."""
    return read(answer).one("code", id="first-password").text


def add(client: Client, **facts: object) -> HttpResponse:
    """Fill in a new account and send it."""
    given = {"username": "lin", "name": "林晓禾", "department": "", "roles": ["call_taker"]}
    return client.post(f"{LIST}/new", {**given, **facts})


# --- the list ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["reviewer", "security_admin", "unit_clerk-east", "unit_clerk-west", "left"]),
        ("q=CLERK-e", ["unit_clerk-east"]),
        ("q=孟", ["unit_clerk-east"]),
        ("q=%25", []),
        ("q=_clerk-", ["unit_clerk-east", "unit_clerk-west"]),
        ("unit=west", ["unit_clerk-west"]),
        ("role=unit_clerk", ["unit_clerk-east", "unit_clerk-west"]),
        ("role=unit_clerk&unit=east", ["unit_clerk-east"]),
        ("active=no", ["left"]),
        ("active=yes&role=reviewer", ["reviewer"]),
        ("unit=moon", []),
    ],
)
def test_accounts_are_found_by_name_unit_role_and_state(
    city: City, admin: Client, query: str, found: list[str]
) -> None:
    city.person("unit_clerk", "east", name="孟安然")
    city.person("unit_clerk", "west")
    city.person("reviewer")
    left = make_staff("left", roles=[city.roles["call_taker"]])
    Staff.objects.filter(pk=left.pk).update(is_active=False)
    assert names(admin.get(f"{LIST}?{query}")) == found


def test_a_row_says_unit_roles_state_and_last_sign_in(city: City, admin: Client) -> None:
    add_and_sign_in = shown_password(add(admin))
    Client().post("/login", {"username": "lin", "password": add_and_sign_in})
    city.person("unit_clerk", "east")
    rows = {row.all("td")[0].text: row for row in read(admin.get(LIST)).one("tbody").all("tr")}
    cells = {name: [cell.text for cell in row.all("td")] for name, row in rows.items()}
    assert cells["unit_clerk-east"][1:] == ["汀东区政府", "承办单位经办人", "在用", "从未登录"]
    assert cells["lin"][1:4] == ["热线办公室", "话务员", "待改密码"]
    assert re.fullmatch(r"\d\d-\d\d \d\d:\d\d", cells["lin"][4])


@pytest.mark.parametrize("people", [1, 60])
def test_the_list_asks_as_much_for_many_as_for_one(city: City, admin: Client, people: int) -> None:
    for number in range(people):
        make_staff(f"p{number}", roles=[city.roles["unit_clerk"]], unit=city.units["east"])
    admin.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        answer = admin.get(LIST)
    assert (len(names(answer)), len(queries) <= BUDGET) == (min(people + 1, 50), True)


# --- adding -----------------------------------------------------------------------------------


def test_a_new_account_gets_a_password_that_is_shown_once(admin: Client) -> None:
    answer = add(admin)
    password = shown_password(answer)
    person = Staff.objects.get(username="lin")
    assert (answer.status_code, person.check_password(password)) == (200, True)
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
    for address in (LIST, page_of(person), f"{LIST}/new"):
        assert password not in admin.get(address).content.decode()


def test_the_first_sign_in_leads_to_a_new_password_and_nowhere_else(admin: Client) -> None:
    password, client = shown_password(add(admin)), Client()
    answer = client.post("/login", {"username": "lin", "password": password}, follow=True)
    assert answer.redirect_chain == [("/desk/", 302), ("/desk/password", 302)]
    for address in ("/desk/", "/desk/cases", "/desk/cases/YT1", "/desk/staff"):
        assert client.get(address).headers["Location"] == "/desk/password"
        assert client.post(address, {"x": "1"}).headers["Location"] == "/desk/password"
    part = client.get("/desk/topics?q=1", headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == "/desk/password"
    changed = client.post("/desk/password", {"old": password, "new": OTHER, "again": OTHER})
    assert (changed.headers["Location"], client.get("/desk/cases").status_code) == ("/desk/", 200)


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"username": "李"}, "username", "用户名应为"),
        ({"username": "SECURITY_ADMIN"}, "username", "已被使用"),
        ({"name": ""}, "name", "请填写姓名"),
        ({"roles": []}, "roles", "至少选择一个岗位"),
        ({"roles": ["king"]}, "roles", "请从列表中选择"),
        ({"roles": ["unit_clerk"]}, "department", "必须选择所属单位"),
        ({"department": "月球局"}, "department", "没有叫“月球局”的承办单位"),
        ({"roles": ["security_admin", "supervisor"]}, "roles", "不能由同一人担任"),
    ],
)
def test_a_wrong_fact_is_told_beside_its_field(
    admin: Client, facts: dict[str, object], field: str, said: str
) -> None:
    answer = add(admin, **facts)
    assert answer.status_code == 422
    assert said in read(answer).one("div", id=f"id_{field}_error").text
    assert Staff.objects.count() == 1


def test_all_that_is_missing_is_told_at_once(admin: Client) -> None:
    page = read(add(admin, username="", name="", roles=[]))
    assert [page.has("div", id=f"id_{name}_error") for name in ("username", "name", "roles")] == [
        True
    ] * 3


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("field", ["username", "name", "department", "roles", "seen"])
def test_hostile_words_are_refused_or_kept_as_words(
    city: City, admin: Client, words: str, field: str
) -> None:
    clerk = city.person("unit_clerk", "east")
    facts = {"name": "林", "department": "", "roles": ["call_taker"], "username": "lin"}
    for address in (f"{LIST}/new", page_of(clerk)):
        answer = admin.post(address, {**facts, field: HOSTILE[words]})
        assert answer.status_code in (200, 302, 409, 422)
        assert SCRIPT not in answer.content.decode()
    for address in (LIST, page_of(clerk)):
        assert SCRIPT not in admin.get(address).content.decode()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_filters_break_no_list(admin: Client, words: str) -> None:
    query = dict.fromkeys(("q", "unit", "role", "active", "page"), HOSTILE[words])
    answer = admin.get(LIST, query)
    assert (answer.status_code, SCRIPT in answer.content.decode()) == (200, False)


# --- one account ------------------------------------------------------------------------------


def test_name_unit_and_roles_are_changed(city: City, admin: Client) -> None:
    person = city.person("call_taker")
    page = read(admin.get(page_of(person)))
    facts = {"name": "林小禾", "department": "汀东区", "roles": ["unit_clerk", "unit_leader"]}
    answer = press(admin, page, page_of(person), **facts)
    person.refresh_from_db()
    assert (answer.status_code, person.name, person.department) == (
        302,
        "林小禾",
        city.units["east"],
    )
    assert {role.code for role in person.roles.all()} == {"unit_clerk", "unit_leader"}
    shown = form_to(read(admin.get(page_of(person))), page_of(person))
    assert [box.attrs["value"] for box in shown.all("input", type="checkbox") if
            "checked" in box.attrs] == ["unit_clerk", "unit_leader"]  # fmt: skip


def test_a_form_that_somebody_else_overtook_is_refused(city: City, admin: Client) -> None:
    person = city.person("call_taker")
    page = read(admin.get(page_of(person)))
    press(admin, page, page_of(person), name="甲")
    answer = press(admin, page, page_of(person), name="乙")
    person.refresh_from_db()
    assert (answer.status_code, person.name) == (409, "甲")
    assert "账号刚被他人更新" in read(answer).text


def test_one_s_own_page_offers_neither_end_nor_reset(city: City, admin: Client) -> None:
    own = city.person("security_admin")
    page = read(admin.get(page_of(own)))
    actions = [form.attrs.get("action", "") for form in page.all("form")]
    assert [each for each in actions if each.startswith(f"{page_of(own)}/")] == []
    for verb in ("deactivate", "password"):
        answer = admin.post(f"{page_of(own)}/{verb}")
        assert (answer.status_code, "本人" in read(answer).text) == (422, True)
    own.refresh_from_db()
    assert own.is_active is True


def test_an_account_is_ended_and_opened_again(city: City, admin: Client, sign_in: SignIn) -> None:
    person = city.person("call_taker")
    theirs = sign_in(person)
    add_token(person, name="甲", by=None, at=NOW)
    page = read(admin.get(page_of(person)))
    assert "1 个接口令牌同时吊销" in page.text
    ended = press(admin, page, "/deactivate")
    after = read(admin.get(ended.headers["Location"]))
    assert "吊销接口令牌 1 个" in after.text
    assert theirs.get("/desk/").headers["Location"] == "/login?next=/desk/"
    assert ApiToken.objects.filter(revoked_at=None).count() == 0
    password = shown_password(press(admin, after, "/activate"))
    answer = Client().post("/login", {"username": "call_taker", "password": password})
    assert answer.headers["Location"] == "/desk/"


def test_a_forgotten_password_is_replaced(city: City, admin: Client) -> None:
    person = city.person("call_taker")
    password = shown_password(press(admin, read(admin.get(page_of(person))), "/password"))
    person.refresh_from_db()
    assert (person.check_password(password), person.must_change_password) == (True, True)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
@pytest.mark.parametrize("verb", ["", "/deactivate", "/activate", "/password"])
def test_an_account_that_is_not_there_is_not_found(admin: Client, number: str, verb: str) -> None:
    assert admin.post(f"{LIST}/{number}{verb}").status_code == 404


@pytest.mark.parametrize("role", ["call_taker", "supervisor", "office_leader", "unit_leader"])
def test_accounts_are_nobody_else_s(city: City, sign_in: SignIn, role: str) -> None:
    client = sign_in(city.person(role, "east" if role == "unit_leader" else ""))
    assert client.get(LIST).status_code == 403
    assert add(client).status_code == 403
    assert LIST not in client.get("/desk/").content.decode()


def test_the_first_page_leads_to_the_accounts(admin: Client) -> None:
    links = [link.attrs["href"] for link in read(admin.get("/desk/")).all("a")]
    assert links.count(LIST) == 2  # in the top bar, and among the entries of the page


# --- one's own password -----------------------------------------------------------------------


@pytest.fixture
def own(city: City) -> Client:
    """A browser of a call-taker who signed in with a password."""
    person = city.person("call_taker")
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    client.post("/login", {"username": "call_taker", "password": PASSWORD})
    return client


def test_one_s_password_is_changed_and_only_this_session_goes_on(own: Client) -> None:
    other = Client()
    other.post("/login", {"username": "call_taker", "password": PASSWORD})
    page = read(own.get("/desk/account"))
    assert "/desk/password" in [link.attrs["href"] for link in page.all("a")]
    answer = own.post("/desk/password", {"old": PASSWORD, "new": OTHER, "again": OTHER})
    assert answer.headers["Location"] == "/desk/"
    assert (own.get("/desk/").status_code, other.get("/desk/").status_code) == (200, 302)
    assert StaffEntry.objects.latest("pk").verb == "change_password"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"old": ""}, "old"),
        ({"old": "wrong"}, "old"),
        ({"new": "short", "again": "short"}, "new"),
        ({"new": ""}, "new"),
        ({"again": ""}, "again"),
        ({"again": f"{OTHER} "}, "again"),
        ({"new": "\0" * 9, "again": "\0" * 9}, "new"),
        ({"new": "长" * 5_000, "again": "长" * 5_000}, "new"),
    ],
)
def test_a_password_that_cannot_be_is_told_beside_its_field_and_never_shown(
    own: Client, facts: dict[str, str], field: str
) -> None:
    answer = own.post("/desk/password", {"old": PASSWORD, "new": OTHER, "again": OTHER, **facts})
    page: Node = read(answer)
    assert (answer.status_code, page.has("div", id=f"id_{field}_error")) == (422, True)
    assert [word for word in (PASSWORD, OTHER) if word in answer.content.decode()] == []
    assert Staff.objects.get(username="call_taker").check_password(PASSWORD)


def test_what_is_done_at_the_desk_is_journaled_with_who_did_it(admin: Client) -> None:
    add(admin)
    told = StaffEntry.objects.order_by("pk").values_list("verb", "by__username", "whom__username")
    assert list(told) == [
        ("sign_in", "security_admin", "security_admin"),
        ("add", "security_admin", "lin"),
    ]
