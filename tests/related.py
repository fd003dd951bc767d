"""One case and everybody who may ask for it: each role in a unit of each relation to the case."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.test import Client

from hotline.desk import signed_in
from hotline.records.models import Assignment, Case, Department, Quarantined, Role, Staff
from hotline.records.queries.reference import forget
from hotline.rules.life import Status
from hotline.steps.draft import begin, pick
from hotline.steps.guarding.lift_confidential import lift_confidential
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.import_file import Source, import_or_tell, open_run
from hotline.steps.joining.join import join
from hotline.steps.knowledge.ask_correction import ask_correction
from hotline.steps.setup.add_token import add_token
from tests.api.written import written
from tests.articles import published
from tests.bulletin_form import FIRST, MONTH, make_form
from tests.desk.ways import WAYS
from tests.factories import City, case_at, make_city, make_department
from tests.steps import acts
from tests.steps import dispatch_rules as rules
from tests.steps.acts import ACTS
from tests.steps.cases import replied

SIPING = Path(__file__).parents[1] / "cities/siping/roles.toml"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PHONE = "15400001111"
LONG = 24 * 3600
# The unit that stands in each relation to the case; the one that leads is "east".
UNITS = {
    "own": "east",
    "parent": "above",
    "sibling": "beside",
    "child": "east_street",
    "assisting": "west",
    "below": "east_office",
    "returned": "returned",
    "ruled_away": "ruled_away",
    "recalled": "recalled",
    "accused": "accused",
    "accused_parent": "accused_above",
    "accused_child": "accused_below",
    "none": "stranger",
}
FORMER = ("returned", "ruled_away", "recalled")
# Where the desk's usual words name somebody else, one's own self instead.
OWN_TYPED = {"step_aside": {"person": ""}}
UNPLACED = (Status.REGISTERED, Status.AWAITING_DISPATCH, Status.JOINED)


@dataclass(frozen=True)
class Person:
    """Somebody who asks: a role in a unit of some relation to the case, or nobody at all."""

    role: str
    relation: str = ""


@dataclass
class World:
    """The city, its people with a browser and a token each, and the cases that they ask for."""

    city: City
    roles: tuple[str, ...]
    browsers: dict[Person, Client] = field(default_factory=dict)
    tokens: dict[Person, str] = field(default_factory=dict)
    staff: dict[Person, Staff] = field(default_factory=dict)

    def who(self, person: Person) -> Staff:
        """The person, made at the first asking."""
        if person not in self.staff:
            self.staff[person] = self.city.person(person.role, UNITS[person.relation])
        return self.staff[person]

    def browser(self, person: Person) -> Client:
        """A browser in which the person is signed in; an anonymous one's is not."""
        if person not in self.browsers:
            client = Client(raise_request_exception=False)
            if person.role != "anonymous":
                client.force_login(self.who(person), backend=BACKEND)
            self.browsers[person] = client
        return self.browsers[person]

    def token(self, person: Person) -> dict[str, str]:
        """The header of a program that acts as the person."""
        if person.role == "anonymous":
            return {}
        if person not in self.tokens:
            made = add_token(self.who(person), name="试", by=None, at=datetime.now(UTC))
            self.tokens[person] = made.secret
        return {"Authorization": f"Bearer {self.tokens[person]}"}

    def ask(self, person: Person, method: str, path: str, body: Any = None) -> HttpResponse:
        """One request of this person; whatever it did to the database is undone."""
        send = getattr(self.browser(person), method.lower())
        more: dict[str, Any] = {}
        if path.startswith("/api/"):
            send = getattr(Client(raise_request_exception=False), method.lower())
            more["headers"] = self.token(person)
            if method == "POST" and not isinstance(body, dict):
                more["content_type"] = "application/json"
        with transaction.atomic():
            answer = send(path, body, **more)
            transaction.set_rollback(True)
        return answer


@contextmanager
def known_at_once() -> Iterator[None]:
    """Who asks is read from the database once, and noted once as being there.

    Every request here is undone, so that each finds the same session, person and roles: of the
    fifty thousand refusals these rows and the note were nearly all the work.
    """
    sessions: dict[str, Session | None] = {}
    people: dict[int, Staff | None] = {}
    read_session, read_person = SessionStore._get_session_from_db, ModelBackend.get_user

    def session_of(store: SessionStore) -> Session | None:
        key = str(store.session_key)
        if key not in sessions:
            sessions[key] = read_session(store)
        return sessions[key]

    def person_of(backend: ModelBackend, pk: int) -> Staff | None:
        if pk not in people:
            people[pk] = read_person(backend, pk)
            prefetch_related_objects([people[pk]], "roles")
        return copy(people[pk])

    with (
        patch.object(SessionStore, "_get_session_from_db", session_of),
        patch.object(ModelBackend, "get_user", person_of),
        patch.object(signed_in, "EXACT_TO", LONG),
    ):
        yield


def make_world() -> World:
    """The invented city with the roles of 四平 and a unit for each relation."""
    city = make_city()
    rows = tomllib.loads(SIPING.read_text())["role"]
    for row in rows:
        kept, _ = Role.objects.update_or_create(
            code=row["code"], defaults={"name": row["name"], "permits": row["permits"]}
        )
        city.roles[row["code"]] = kept
    _place(city)
    world = World(city, tuple(row["code"] for row in rows))
    for role in world.roles:
        city.person(role)
        for relation in UNITS:
            world.browser(Person(role, relation))
            world.token(Person(role, relation))
    return world


def _place(city: City) -> None:
    """A unit for each relation: who is above whom."""
    for code in {*UNITS.values()} - set(city.units):
        city.units[code] = make_department(code, f"单位{code}", "bureau")
    for below, above in (
        ("east", "above"),
        ("beside", "above"),
        ("east_office", "east"),
        ("accused", "accused_above"),
        ("accused_below", "accused"),
    ):
        row = city.units[below]
        row.parent = city.units[above]
        row.save()
    forget()


@dataclass(frozen=True)
class Ready:
    """A case on which a verb can be done next, and the facts that the two doors are told."""

    case: Case
    body: dict[str, Any]
    typed: dict[str, str]


def ready(world: World, verb: str, *, confidential: bool = False) -> Ready:
    """A case on which the verb can be done next, with a unit in every relation to it.

    Before it is given to anybody, or joined to another, only the former and the accused are.
    """
    city, now = world.city, datetime.now(UTC)
    with patch.object(acts, "SOON", now - timedelta(minutes=30)):
        case = _started(city, verb, now - timedelta(minutes=90))
        _relate(city, case)
        _accuse(city, case, confidential=confidential or verb == "lift_confidential")
        if ACTS[verb].start == Status.JOINED and not confidential:
            _join_again(city, case, now)
        facts = ACTS[verb].facts(city, case)
        if "main" in facts:  # only reports on the same are handled together
            _accuse(city, facts["main"], confidential=False)
    body = {name: written(fact) for name, fact in facts.items()}
    if verb == "shelve":
        body["until"] = f"{now + timedelta(days=90):%Y-%m-%d}"
    typed = {**WAYS[verb].typed, **OWN_TYPED.get(verb, {})} if verb in WAYS else {}
    typed |= {name: body[name] for name in ("main", "earlier") if name in body}
    case = Case.objects.get(pk=case.pk)
    return Ready(case, body, {"seen": str(case.version), **typed})


def _started(city: City, verb: str, at: datetime) -> Case:
    """A case that walked to where the verb starts, with what must come before it."""
    act = ACTS[verb]
    who = {"name": "欧阳某", "phone": PHONE}
    if act.start == Status.AWAITING_APPROVAL:
        case = case_at(city, Status.IN_HANDLING, at=at, **who)
        _reply_for_approval(city, case)
        return case
    case = case_at(city, act.start, at=at, **who)
    # The unit below, and that it is confidential, are in every case here.
    if act.before is not None and verb not in ("report_back", "lift_confidential"):
        act.before(city, case)
    return case


def _join_again(city: City, case: Case, now: datetime) -> None:
    """What was parted when it became a report is joined to a report on the same, now answered."""
    main = case_at(city, Status.IN_HANDLING, at=now - timedelta(minutes=90))
    _accuse(city, main, confidential=False)
    again = Case.objects.get(pk=case.pk)
    join(again, main=main, by=city.person("dispatcher"), at=datetime.now(UTC))
    Case.objects.filter(pk=main.pk).update(answer="垃圾已清运。", status="awaiting_callback")


def _reply_for_approval(city: City, case: Case) -> None:
    """A reply while the unit's leader wants to approve each."""
    own = Department.objects.filter(code=UNITS["own"])
    clerk = city.person("unit_clerk", UNITS["own"])
    for wanted in (True, False):
        own.update(needs_approval=wanted)
        forget()
        if wanted:
            replied(case, by=clerk, at=case.moved_at)


def _relate(city: City, case: Case) -> None:
    """Give the case those who had it before, and those who work on it beside the lead."""
    lead = Assignment.objects.filter(case=case, part="lead").first()
    for code in FORMER:
        _share(city, case, code, "lead", finished_at=case.moved_at, ended_as=code, round=0)
    if lead is None or case.status in UNPLACED:
        return
    ended = {"finished_at": lead.finished_at, "ended_as": lead.ended_as}
    _share(city, case, UNITS["assisting"], "assisting", **ended)
    _share(city, case, UNITS["below"], "below", above=lead, **ended)


def _share(city: City, case: Case, unit: str, part: str, **facts: Any) -> None:
    Assignment.objects.create(
        case=case, department=city.units[unit], part=part, given_at=case.moved_at, **facts
    )


def _accuse(city: City, case: Case, *, confidential: bool) -> None:
    """It is a report on a unit; lifted again, it stays closed to the accused alone."""
    taker, trusted = city.person("call_taker"), city.person("dispatcher")
    now = datetime.now(UTC)
    accused = [city.units["accused"]]
    mark_confidential(case, reason="举报。", accused=accused, by=taker, at=now)
    if not confidential:
        lift_confidential(case, reason="可公开。", by=trusted, at=now)


def keep_one_of_everything(world: World) -> dict[str, object]:
    """A row for every argument that an address can take, besides the case's own."""
    city = world.city
    make_form()
    by = {code: city.person(code) for code in ("bulletin_editor", "dispatcher", "call_taker")}
    case = case_at(city, Status.IN_HANDLING, at=FIRST, name="欧阳某", phone=PHONE)
    bulletin = begin(MONTH, by=by["bulletin_editor"], at=FIRST)
    picked: dict[str, Any] = {"section": "prominent", "text": "条目", "cases": [case]}
    item = pick(bulletin, by=by["bulletin_editor"], at=FIRST, **picked)
    run = open_run(city.channels["telephone"], "a.csv", by=by["dispatcher"], at=FIRST)
    row = "编号,用户,标题,时间,内容\n1,某,路灯,2022-04-06 08:05:00,\n".encode()
    import_or_tell(run, Source(BytesIO(row), "a.csv"), at=FIRST, progress=lambda _: None)
    article = published(city)
    taker = by["call_taker"]
    correction = ask_correction(article, wrong="电话已改。", by=taker, at=datetime.now(UTC))
    return {
        "month": MONTH,
        "item": item.pk,
        "run": run.pk,
        "row": Quarantined.objects.get().pk,
        "article": article.number,
        "correction": correction.pk,
        "rule": rules.written(city).pk,
        "name": "total.count",
        "person": city.person("call_taker").pk,
    }
