"""Who gets what: the site asked everything that `permissions.yaml` answers, by everybody."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from pytest_django.plugin import DjangoDbBlocker

from hotline.records.models import Case, Reveal
from hotline.records.queries.reference import forget
from hotline.records.scope import everything
from hotline.rules.permits import APART
from hotline.steps.attach import Given, attach
from tests.addresses import Address, addresses
from tests.attached_files import PDF, picture
from tests.database_template import copy_template
from tests.permissions import ANONYMOUS, METHODS, Table, word
from tests.related import (
    PHONE,
    SIPING,
    UNITS,
    UNPLACED,
    Person,
    World,
    keep_one_of_everything,
    known_at_once,
    make_world,
    ready,
)

TABLE = Table.read()
VERBS = tuple(TABLE.said["verbs"])
NAMED = {address.name: address for address in addresses()}
OF_VERBS = {f"{door}:{verb}" for verb in VERBS for door in ("desk", "api")} & set(NAMED)
OF_CASES = {
    name
    for row in TABLE.rows
    for name in row.addresses
    if row.door in ("case", "program_case") and name not in OF_VERBS
}
OTHERS = sorted(set(NAMED) - OF_VERBS - OF_CASES)
UNIT_ROLES = TABLE.roles("units")
HANDED_IN = {"channel": "telephone", "key": "T-1", "text": "路灯不亮。"}
BODIES: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("api:create_case", "api:list_cases"), HANDED_IN),
    "api:search_cases": {"q": PHONE},
    "api:correct": {"wrong": "电话已改。"},
    "api:report_call_event": {
        **{"call": "A-1", "number": 1, "kind": "offered"},
        "at": "2022-04-06T08:05:00+08:00",
    },
    "api:bulk_dispatch": {"to": "east"},
    "api:bulk_sign": {},
    "api:bulk_pass_down": {"to": "east_street"},
    "api:bulk_urge": {},
    "api:bulk_join": {"main": ""},
    "api:bulk_close": {},
}
NOBODY = Person(ANONYMOUS)
OTHER_METHODS = tuple(method for method in METHODS if method != "POST")
# Those for whom every method is asked of a case's addresses; the others ask GET and POST.
ONE_OF_EACH_DOOR = {
    NOBODY,
    Person("dispatcher", "none"),
    Person("unit_clerk", "own"),
    Person("unit_clerk", "none"),
    Person("security_admin", "none"),
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The people and their units, really stored: a test's own changes are undone."""
    with django_db_blocker.unblock(), everything(), known_at_once():
        yield make_world()
        forget()
        copy_template()


@pytest.fixture(scope="module")
def rows(world: World) -> dict[str, object]:
    """One row of everything that an address can name."""
    return keep_one_of_everything(world)


@pytest.fixture(autouse=True)
def _undone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test stores is gone after it."""
    if "world" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("rows" if "rows" in request.fixturenames else "world")
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()


class Cells:
    """What was answered otherwise than the file says, in lines that a person reads."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.wrong: dict[str, list[str]] = {}

    def check(self, person: Person, method: str, answer: HttpResponse, wanted: str) -> None:
        """Note the cell if it is wrong."""
        got = word(answer.status_code, answer.headers.get("Location", ""))
        if got != wanted:
            line = f"{self.address} {method}: {got}, not {wanted}"
            self.wrong.setdefault(line, []).append(f"{person.role}/{person.relation}")

    def told(self) -> str:
        """Every wrong cell."""
        return "\n".join(f"{line}: {', '.join(who)}" for line, who in self.wrong.items())


def in_relations(world: World, office: Iterable[str], unit: Iterable[str]) -> list[Person]:
    """Everybody: people of the office in a few relations, those of units in as many as given."""
    units = list(unit)
    return [
        NOBODY,
        *(
            Person(role, relation)
            for role in world.roles
            for relation in (units if role in UNIT_ROLES else office)
        ),
    ]


def placed(case: Case, person: Person) -> str:
    """The relation of the person's unit to the case, which may be nobody's yet."""
    if case.status in UNPLACED and person.relation not in ("", *KNOWN_BEFORE):
        return "none"
    return person.relation


KNOWN_BEFORE = ("returned", "ruled_away", "recalled", "accused", "accused_parent", "accused_child")


def kind_of(case: Case) -> str:
    """Which of the file's cases it is."""
    return "confidential" if case.confidential else "open"


def test_every_address_and_method_has_one_row_and_no_row_is_of_nothing() -> None:
    listed = [
        (name, method)
        for row in TABLE.rows
        for name in row.addresses
        for method in row.answers
        if name in NAMED or name.split(":")[-1] not in VERBS
    ]
    assert sorted(listed) == sorted((name, method) for name in NAMED for method in METHODS)
    assert [v for v in VERBS if not {f"desk:{v}", f"api:{v}"} & set(NAMED)] == []


def test_the_file_speaks_of_the_roles_and_relations_that_there_are() -> None:
    roles = tuple(role["code"] for role in tomllib.loads(SIPING.read_text())["role"])
    assert tuple(TABLE.said["groups"]["everybody"]) == roles
    assert tuple(TABLE.said["relations"]) == tuple(UNITS)
    named = {role for row in TABLE.rows for role in row.may or ()}
    assert named <= set(roles)
    relations = {each for row in TABLE.rows for each in row.relations or ()}
    assert relations <= set(UNITS)


def test_no_role_and_no_administrator_holds_together_what_is_kept_apart() -> None:
    held = {r["code"]: set(r["permits"]) for r in tomllib.loads(SIPING.read_text())["role"]}
    apart = [set(pair) for pair in TABLE.said["apart"]]
    assert [(role, pair) for role in held for pair in apart if pair <= held[role]] == []
    three = TABLE.said["groups"]["administrators"]
    assert {role: sorted(held[role] & {p for pair in apart for p in pair}) for role in three} == {
        "system_admin": [],
        "security_admin": ["manage_staff"],
        "audit_admin": ["see_journal"],
    }


def test_the_steps_keep_apart_what_the_file_keeps_apart() -> None:
    assert [list(pair) for pair in APART] == TABLE.said["apart"]


@pytest.mark.parametrize("verb", VERBS)
def test_a_move_is_made_by_whom_it_belongs_to(world: World, verb: str) -> None:
    given = ready(world, verb)
    for name in (f"desk:{verb}", f"api:{verb}"):
        if name not in NAMED:
            continue
        sent: Any = given.typed if name.startswith("desk") else json.dumps(given.body)
        path, cells = NAMED[name].path(number=given.case.number), Cells(name)
        for person in in_relations(world, ("none", "accused"), UNITS):
            relation = placed(given.case, person)
            wanted = TABLE.expected(name, "POST", person.role, relation, kind_of(given.case))
            cells.check(person, "POST", world.ask(person, "POST", path, sent), wanted)
        for person in in_relations(world, ("none",), ("own", "none")):
            for method in OTHER_METHODS if person in ONE_OF_EACH_DOOR else ("GET",):
                relation = placed(given.case, person)
                wanted = TABLE.expected(name, method, person.role, relation, kind_of(given.case))
                cells.check(person, method, world.ask(person, method, path), wanted)
        assert cells.told() == ""


def with_files(world: World, case: Case) -> dict[str, UUID]:
    """The case with a picture."""
    taker = world.city.person("call_taker")
    (kept,) = attach(case, [Given("现场.jpg", BytesIO(picture()))], by=taker, at=case.moved_at)
    assert kept.attachment is not None
    return {"attachment": kept.attachment.pk}


def posted_to(name: str) -> Any:
    """What a right person sends to an address of a case."""
    if name in ("desk:attach", "api:attachments"):
        return {"belongs_to": "other", "files": SimpleUploadedFile("来信.pdf", PDF)}
    if name == "desk:reveal":
        return {"field": "phone", "reason": "回访核实"}
    return {"reason": "与本件无关"}


@pytest.mark.parametrize("kind", ["open", "confidential"])
@pytest.mark.parametrize("name", sorted(OF_CASES))
def test_what_belongs_to_a_case_is_for_whom_sees_it(world: World, name: str, kind: str) -> None:
    case = ready(world, "urge", confidential=kind == "confidential").case
    path = NAMED[name].path(number=case.number, **with_files(world, case))
    cells = Cells(f"{kind} {name}")
    for person in in_relations(world, ("none", "own", "accused"), UNITS):
        for method in METHODS if person in ONE_OF_EACH_DOOR else ("GET", "POST"):
            wanted = TABLE.expected(name, method, person.role, person.relation, kind)
            if name == "desk:reveal" and wanted == "ok" and never_revealed(person, method, kind):
                wanted = "wrong"
            sent = posted_to(name) if method == "POST" else None
            cells.check(person, method, world.ask(person, method, path, sent), wanted)
    assert cells.told() == ""


def never_revealed(person: Person, method: str, kind: str) -> bool:
    """Whose a confidential case is, no unit is told."""
    return method == "POST" and kind == "confidential" and person.role in UNIT_ROLES


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_address_is_for_whom_the_file_says(
    world: World, rows: dict[str, Any], name: str
) -> None:
    if name == "":
        pytest.skip("what leads nowhere has no path of its own")
    address, cells = NAMED[name], Cells(name)
    path = address.path(**_arguments(address, rows))
    body = _sent(world, name) if name in BODIES else None
    for person in in_relations(world, ("none",), ("own", "none")):
        for method in METHODS:
            if name == "logout" and person != NOBODY:
                continue  # it would sign this browser out
            wanted = TABLE.expected(name, method, person.role, person.relation)
            sent = body if method == "POST" else None
            cells.check(person, method, world.ask(person, method, path, sent), wanted)
    assert cells.told() == ""


def _arguments(address: Address, rows: dict[str, Any]) -> dict[str, Any]:
    number = rows["article"] if address.name in ("api:article", "api:correct") else "-"
    return {**rows, "number": number}


def _sent(world: World, name: str) -> str:
    if "bulk" not in name:
        return json.dumps(BODIES[name])
    case = ready(world, name.removeprefix("api:bulk_"))
    body = {**case.body, "cases": [{"number": case.case.number}]}
    return json.dumps(body)


@pytest.mark.parametrize("kind", ["open", "confidential"])
def test_a_list_names_a_case_to_whom_sees_it_only(world: World, kind: str) -> None:
    case = ready(world, "urge", confidential=kind == "confidential").case
    told = {}
    for person in in_relations(world, ("none", "accused"), UNITS):
        sees = TABLE.sees(kind, person.role, person.relation)
        for path in ("/desk/cases", "/desk/cases?q=垃圾", "/api/v1/cases"):
            named = case.number in world.ask(person, "GET", path).content.decode()
            if named != sees:
                told[person, path] = named
        if case.number in world.ask(person, "GET", "/desk/").content.decode() and not sees:
            told[person, "/desk/"] = True
    assert told == {}


@pytest.mark.parametrize("role", sorted(TABLE.roles(["office", "units"])))
def test_who_stepped_aside_is_told_that_there_is_no_such_case(world: World, role: str) -> None:
    case = ready(world, "urge").case
    person = Person(role, "own")
    Case.objects.filter(pk=case.pk).update(stepped_aside=[world.who(person).pk])
    wanted = TABLE.expected("desk:case", "GET", role, "own", "aside")
    paths = (f"/desk/cases/{case.number}", f"/api/v1/cases/{case.number}")
    assert [word(world.ask(person, "GET", path).status_code) for path in paths] == [wanted] * 2


@pytest.mark.parametrize("kind", ["open", "confidential"])
def test_anothers_case_is_answered_like_one_that_never_was(world: World, kind: str) -> None:
    given = ready(world, "sign", confidential=kind == "confidential")
    number = given.case.number
    for person in in_relations(world, ("accused",), UNITS):
        if TABLE.sees(kind, person.role, person.relation) or person == NOBODY:
            continue
        for path in ("/desk/cases/{}", "/api/v1/cases/{}", "/api/v1/cases/{}/journal"):
            there = world.ask(person, "GET", path.format(number))
            nowhere = world.ask(person, "GET", path.format("YT20200101-000001"))
            assert there.status_code == nowhere.status_code, (person, path)
            assert there.content == nowhere.content, (person, path)


def test_no_unit_is_shown_the_caller_of_a_confidential_case(world: World) -> None:
    case = ready(world, "urge", confidential=True).case
    for relation in TABLE.sight("confidential")["unit_clerk"]:
        person = Person("unit_clerk", relation)
        for path in (f"/desk/cases/{case.number}", f"/api/v1/cases/{case.number}"):
            page = world.ask(person, "GET", path).content.decode()
            assert [fact for fact in ("欧阳", PHONE, PHONE[-4:]) if fact in page] == []


def test_a_reveal_without_a_reason_is_not_made_and_one_with_it_is_journaled(world: World) -> None:
    case = ready(world, "urge").case
    client, path = world.browser(Person("callback_agent", "none")), f"/desk/cases/{case.number}"
    empty = client.post(f"{path}/reveal", {"field": "phone", "reason": ""})
    assert (empty.status_code, Reveal.objects.filter(case=case).count()) == (422, 0)
    shown = client.post(f"{path}/reveal", {"field": "phone", "reason": "回访核实"})
    assert PHONE in shown.content.decode()
    assert Reveal.objects.get(case=case).reason == "回访核实"


@pytest.mark.parametrize("name", sorted(name for name in NAMED if name.startswith("api:")))
def test_a_session_is_no_token(world: World, name: str) -> None:
    client = world.browser(Person("dispatcher", "none"))
    path = NAMED[name].path()
    got = {method: getattr(client, method.lower())(path).status_code for method in METHODS}
    wanted = {method: TABLE.expected(name, method, ANONYMOUS) for method in METHODS}
    assert {method: word(status) for method, status in got.items()} == wanted
