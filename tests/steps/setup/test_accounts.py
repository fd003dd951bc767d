"""Accounts: who may change one, what is kept of it, and what ends with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client, RequestFactory

from hotline.records.models import ApiToken, Staff, StaffEntry
from hotline.records.queries.staff import open_bulletins
from hotline.rules.permits import APART, NotPermitted, held_together
from hotline.steps.draft import begin
from hotline.steps.moving import Refused
from hotline.steps.setup.account_facts import first_password
from hotline.steps.setup.activate_staff import activate_staff
from hotline.steps.setup.add_staff import add_staff
from hotline.steps.setup.add_token import add_token
from hotline.steps.setup.change_password import change_password
from hotline.steps.setup.change_staff import change_staff
from hotline.steps.setup.deactivate_staff import deactivate_staff
from hotline.steps.setup.keep_export import keep_export
from hotline.steps.setup.set_password import set_password
from hotline.steps.storing.book import LostRace
from tests.factories import City, make_role
from tests.records.month import make_form

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PASSWORD = "water-lamp-orchard-9"
OTHER = "stone-river-window-4"
Step = Callable[..., Any]


@pytest.fixture
def admin(city: City) -> Staff:
    """The security administrator."""
    return city.person("security_admin")


@pytest.fixture
def person(city: City, admin: Staff) -> Staff:
    """Somebody with an account and a password."""
    return add_staff(
        "lin.xiaohe",
        name="林晓禾",
        roles=[city.roles["call_taker"]],
        password=PASSWORD,
        by=admin,
        at=NOW,
    )


def change(person: Staff, city: City, by: Staff | None, **facts: Any) -> None:
    """Give the account other facts, the rest as it was when it was made."""
    given = {"name": "林晓禾", "roles": [city.roles["call_taker"]], "department": None, **facts}
    change_staff(person, **given, by=by, at=NOW)


def stored(person: Staff) -> Staff:
    return Staff.objects.get(pk=person.pk)


def last() -> StaffEntry:
    """The newest entry."""
    return StaffEntry.objects.latest("pk")


def signs_in(password: str) -> bool:
    """Whether the account opens with this password."""
    request = RequestFactory().post("/login")
    return authenticate(request, username="lin.xiaohe", password=password) is not None


def every_step(city: City, person: Staff, by: Staff | None) -> dict[str, Step]:
    """Each verb of another's account, ready to be done."""
    return {
        "add": lambda: add_staff(
            "xin", name="新", roles=[city.roles["reviewer"]], password=PASSWORD, by=by, at=NOW
        ),
        "change": lambda: change(person, city, by, name="林小禾"),
        "deactivate": lambda: deactivate_staff(person, by=by, at=NOW),
        "activate": lambda: activate_staff(person, by=by, at=NOW),
        "set_password": lambda: set_password(person, by=by, at=NOW),
    }


@pytest.mark.parametrize("verb", ["add", "change", "deactivate", "activate", "set_password"])
@pytest.mark.parametrize("role", ["call_taker", "supervisor", "unit_clerk", "office_leader"])
def test_nobody_without_the_permit_touches_an_account(
    city: City, person: Staff, verb: str, role: str
) -> None:
    by = city.person(role, "east" if role == "unit_clerk" else "")
    before = list(Staff.objects.order_by("pk").values())
    with pytest.raises(NotPermitted):
        every_step(city, person, by)[verb]()
    assert list(Staff.objects.order_by("pk").values()) == before
    assert StaffEntry.objects.count() == 1


def test_a_new_account_must_change_its_password_and_is_journaled(
    person: Staff, admin: Staff
) -> None:
    assert (stored(person).must_change_password, signs_in(PASSWORD)) == (True, True)
    entry = last()
    assert (entry.verb, entry.by, entry.whom, entry.at) == ("add", admin, person, NOW)
    assert (entry.before, entry.after) == (
        {},
        {"name": "林晓禾", "unit": "", "roles": ["话务员"], "active": True},
    )


def test_a_change_keeps_before_and_after_of_what_changed_only(
    city: City, person: Staff, admin: Staff
) -> None:
    roles = [city.roles["unit_clerk"], city.roles["unit_leader"]]
    change(person, city, admin, roles=roles, department=city.units["east"])
    entry = last()
    assert (entry.verb, entry.whom) == ("change", person)
    assert entry.before == {"unit": "", "roles": ["话务员"]}
    assert entry.after == {"unit": "汀东区政府", "roles": ["承办单位经办人", "承办单位负责人"]}
    kept = stored(person)
    assert (kept.department, set(kept.roles.all())) == (city.units["east"], set(roles))


def test_no_entry_holds_a_password_or_its_hash(city: City, person: Staff, admin: Staff) -> None:
    first = set_password(person, by=admin, at=NOW)
    change_password(stored(person), old=first, new=OTHER, at=NOW)
    deactivate_staff(person, by=admin, at=NOW)
    second = activate_staff(person, by=admin, at=NOW)
    told = repr(list(StaffEntry.objects.values()))
    secrets = (PASSWORD, first, OTHER, second, stored(person).password)
    assert [secret for secret in secrets if secret in told] == []
    assert [entry.verb for entry in StaffEntry.objects.order_by("pk")] == [
        *("add", "set_password", "change_password", "deactivate", "activate"),
    ]


@pytest.mark.parametrize("pair", APART, ids="+".join)
def test_nobody_holds_together_what_is_kept_apart(
    city: City, person: Staff, admin: Staff, pair: tuple[str, str]
) -> None:
    one, other = (make_role(f"r{i}", f"岗{i}", [permit]) for i, permit in enumerate(pair))
    both = make_role("both", "兼岗", list(pair))
    for roles in ([one, other], [both]):
        with pytest.raises(Refused, match="三权分立") as refused:
            change(person, city, admin, roles=roles, department=city.units["east"])
        assert refused.value.field == "roles"
    assert [role.code for role in stored(person).roles.all()] == ["call_taker"]
    facts = {"roles": [one, other], "department": city.units["east"], "password": PASSWORD}
    with pytest.raises(Refused, match="三权分立"):
        add_staff("xin", name="新", **facts, by=None, at=NOW)


@pytest.mark.parametrize(
    ("permits", "pair"),
    [
        ({"manage_staff"}, None),
        ({"see_journal", "see_all_cases", "reveal"}, None),
        ({"manage_staff", "see_journal", "reveal"}, ("manage_staff", "see_journal")),
        ({"manage_staff", "reveal"}, ("manage_staff", "reveal")),
    ],
)
def test_the_first_two_that_clash_are_named(
    permits: set[str], pair: tuple[str, str] | None
) -> None:
    assert held_together(permits) == pair


def test_nobody_gives_themself_roles_or_a_unit(city: City, admin: Staff) -> None:
    own = [city.roles["security_admin"]]
    more = [*own, make_role("another", "另岗", ["count"])]
    for facts in (
        {"roles": more, "department": None},
        {"roles": own, "department": city.units["east"]},
    ):
        with pytest.raises(Refused, match="不能更改本人"):
            change_staff(admin, name=admin.name, **facts, by=admin, at=NOW)  # type: ignore[arg-type]
    change_staff(admin, name="新名", roles=own, department=None, by=admin, at=NOW)
    assert stored(admin).name == "新名"


@pytest.mark.parametrize("step", [deactivate_staff, set_password])
def test_nobody_ends_or_resets_their_own_account(admin: Staff, step: Step) -> None:
    with pytest.raises(Refused, match="本人"):
        step(admin, by=admin, at=NOW)
    assert (stored(admin).is_active, StaffEntry.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 61}, "name"),
        ({"name": "林\x1b[0m"}, "name"),
        ({"name": "前\0后"}, "name"),
        ({"name": "反\u202e向"}, "name"),
        ({"roles": []}, "roles"),
        ({"roles": "unit_clerk"}, "department"),
        ({"department": "gone"}, "department"),
        ({}, "name"),
    ],
)
def test_what_no_account_may_be_is_refused_and_changes_nothing(
    city: City, person: Staff, admin: Staff, facts: dict[str, Any], field: str
) -> None:
    if isinstance(facts.get("roles"), str):
        facts = {"roles": [city.roles[facts["roles"]]]}
    if "department" in facts:
        facts = {"department": city.units[facts["department"]]}
    before = Staff.objects.values().get(pk=person.pk)
    with pytest.raises(Refused) as refused:
        change(person, city, admin, **facts)
    assert refused.value.field == field
    assert Staff.objects.values().get(pk=person.pk) == before
    assert StaffEntry.objects.count() == 1


def test_who_looked_at_an_older_account_is_refused(city: City, person: Staff, admin: Staff) -> None:
    seen = person.version
    change(person, city, admin, name="林小禾", seen=seen)
    with pytest.raises(LostRace, match="账号"):
        change(person, city, admin, name="林大禾", seen=seen)
    assert (stored(person).name, StaffEntry.objects.count()) == ("林小禾", 2)


def test_an_ended_account_loses_sessions_and_tokens_at_once(
    city: City, person: Staff, admin: Staff
) -> None:
    kept = [add_token(person, name=name, by=None, at=NOW) for name in ("甲", "乙")]
    client = Client()
    client.post("/login", {"username": "lin.xiaohe", "password": PASSWORD})
    change_password(stored(person), old=PASSWORD, new=OTHER, at=NOW)
    client.post("/login", {"username": "lin.xiaohe", "password": OTHER})
    assert client.get("/desk/").status_code == 200
    assert deactivate_staff(person, by=admin, at=NOW) == 2
    assert client.get("/desk/").headers["Location"] == "/login?next=/desk/"
    assert [row.revoked_at for row in ApiToken.objects.all()] == [NOW, NOW]
    headers = {"Authorization": f"Bearer {kept[0].secret}"}
    assert Client().get("/api/v1/cases", headers=headers).status_code == 401
    assert signs_in(OTHER) is False


def test_an_account_that_is_opened_again_brings_no_session_or_token_back(
    person: Staff, admin: Staff
) -> None:
    token = add_token(person, name="甲", by=None, at=NOW).secret
    client = Client()
    client.post("/login", {"username": "lin.xiaohe", "password": PASSWORD})
    deactivate_staff(person, by=admin, at=NOW)
    password = activate_staff(person, by=admin, at=NOW + timedelta(minutes=1))
    assert client.get("/desk/").headers["Location"] == "/login?next=/desk/"
    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/cases", headers=headers).status_code == 401
    assert (signs_in(PASSWORD), signs_in(password)) == (False, True)
    assert stored(person).must_change_password is True


@pytest.mark.parametrize(
    ("first", "step"),
    [
        (None, activate_staff),
        (deactivate_staff, deactivate_staff),
        (deactivate_staff, set_password),
    ],
)
def test_what_is_done_already_is_not_done_again(
    person: Staff, admin: Staff, first: Step | None, step: Step
) -> None:
    if first is not None:
        first(person, by=admin, at=NOW)
    before = StaffEntry.objects.count()
    with pytest.raises(Refused):
        step(person, by=admin, at=NOW)
    assert StaffEntry.objects.count() == before


def test_an_account_whose_roles_have_come_to_clash_is_not_opened_again(
    city: City, person: Staff, admin: Staff
) -> None:
    deactivate_staff(person, by=admin, at=NOW)
    role = city.roles["call_taker"]
    role.permits = [*role.permits, "manage_staff"]
    role.save()
    with pytest.raises(Refused, match="三权分立"):
        activate_staff(person, by=admin, at=NOW)
    assert stored(person).is_active is False


def test_a_first_password_is_good_enough_and_never_the_same() -> None:
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    assert [
        text
        for text in made
        if not re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", text)
    ] == []


def test_a_new_first_password_ends_what_was_open(person: Staff, admin: Staff) -> None:
    client = Client()
    client.post("/login", {"username": "lin.xiaohe", "password": PASSWORD})
    password = set_password(person, by=admin, at=NOW)
    assert client.get("/desk/").headers["Location"] == "/login?next=/desk/"
    assert (signs_in(PASSWORD), signs_in(password)) == (False, True)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", OTHER, "old"),
        ("", OTHER, "old"),
        (PASSWORD, PASSWORD, "new"),
        (PASSWORD, "short", "new"),
        (PASSWORD, "lin.xiaohe", "new"),
        (PASSWORD, "9" * 12, "new"),
        (PASSWORD, "x" * 100_000, "new"),
    ],
)
def test_a_password_that_cannot_be_is_refused(
    person: Staff, old: str, new: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        change_password(person, old=old, new=new, at=NOW)
    assert (refused.value.field, signs_in(PASSWORD), last().verb) == (field, True, "add")


@pytest.mark.parametrize("new", [" 前后 空格 9x ", "密码很长很长很长", "a\tb\tc\td\te"])
def test_a_password_is_kept_as_it_was_typed(person: Staff, new: str) -> None:
    change_password(person, old=PASSWORD, new=new, at=NOW)
    assert (signs_in(new), signs_in(new.strip() + "x")) == (True, False)
    assert (stored(person).must_change_password, last().by) == (False, person)


def test_a_sign_in_is_journaled_once(person: Staff) -> None:
    Client().post("/login", {"username": "lin.xiaohe", "password": "wrong"})
    Client().post("/login", {"username": "lin.xiaohe", "password": PASSWORD})
    entries = StaffEntry.objects.filter(verb="sign_in")
    assert [(entry.by, entry.whom, entry.before, entry.after) for entry in entries] == [
        (person, person, {}, {"how": "密码"})
    ]


def test_an_export_is_for_who_reads_the_journals(city: City) -> None:
    with pytest.raises(NotPermitted):
        keep_export({}, rows=1, by=city.person("security_admin"), at=NOW)
    keep_export({"人员": "林"}, rows=3, by=city.person("supervisor"), at=NOW)
    assert (last().verb, last().whom, last().after) == (
        "export",
        None,
        {"asked": {"人员": "林"}, "rows": 3},
    )


@pytest.mark.parametrize("statement", ["UPDATE {} SET verb = ''", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_change_an_entry(person: Staff, statement: str) -> None:
    before = list(StaffEntry.objects.values())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with (
        pytest.raises((IntegrityError, ProgrammingError), match=r"append only|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("records_staffentry"))
    assert list(StaffEntry.objects.values()) == before


def test_bulletins_that_still_need_somebody_are_counted(city: City) -> None:
    make_form(city)
    editor = city.person("call_taker")
    editor.roles.add(make_role("editor", "信息编辑", ["draft_bulletin"]))
    begin("2022-03", by=editor, at=NOW)
    assert (open_bulletins(editor), open_bulletins(city.person("reviewer"))) == (1, 0)
