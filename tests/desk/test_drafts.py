"""Drafts: one's own, sealed, told when another page saved them, gone when the form was taken."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.records.models import Draft, Staff
from hotline.rules.life import Status
from hotline.steps.keep_draft import drop_old_drafts, keep_draft
from tests.desk.conftest import SignIn
from tests.factories import City, case_at
from tests.reading import read

KEY = "/desk/drafts/new-case"
TYPED = {"text": {"is": ["翠柏苑的路灯不亮"], "was": [""]}}


def put(client: Client, person: Staff, *, version: int = 0, **other: Any) -> HttpResponse:
    """The page saves what is typed."""
    body = {"person": person.pk, "version": version, "fields": TYPED, **other}
    return client.put(KEY, json.dumps(body), content_type="application/json")


def kept(client: Client) -> dict[str, Any]:
    """What the page gets back when it is opened."""
    told: dict[str, Any] = client.get("/desk/drafts", {"key": ["new-case", "other"]}).json()
    return told["drafts"]


def test_what_was_typed_comes_back_to_its_person_only(city: City, sign_in: SignIn) -> None:
    taker, other = city.person("call_taker"), city.person("dispatcher")
    client = sign_in(taker)
    assert put(client, taker).status_code == 200
    assert [each["fields"] for each in kept(client).values()] == [TYPED]
    assert kept(sign_in(other)) == {}


def test_a_draft_lies_sealed(city: City, sign_in: SignIn) -> None:
    taker = city.person("call_taker")
    put(sign_in(taker), taker)
    row = Draft.objects.get()
    assert "路灯".encode() not in bytes(row.fields_sealed)
    assert json.loads(row.fields) == TYPED


def test_the_later_saving_wins_and_the_other_page_is_told(city: City, sign_in: SignIn) -> None:
    taker = city.person("call_taker")
    client = sign_in(taker)
    told = [put(client, taker, version=version).json() for version in (0, 1, 1, 3)]
    assert [(each["version"], each["overtaken"]) for each in told] == [
        (1, False),
        (2, False),
        (3, True),
        (4, False),
    ]


def test_a_page_of_somebody_else_saves_nothing(city: City, sign_in: SignIn) -> None:
    taker, other = city.person("call_taker"), city.person("dispatcher")
    assert put(sign_in(other), taker).status_code == 409
    assert Draft.objects.count() == 0


def test_what_is_no_draft_or_too_large_is_refused(city: City, sign_in: SignIn) -> None:
    taker = city.person("call_taker")
    client = sign_in(taker)
    large = {"text": {"is": ["路" * 200_000], "was": [""]}}
    answers = [
        put(client, taker, fields=large),
        put(client, taker, version="1"),
        put(client, taker, more=1),
        client.put(KEY, b"\xff", content_type="application/json"),
        client.put(f"/desk/drafts/{'x' * 101}", "{}", content_type="application/json"),
    ]
    assert [answer.status_code for answer in answers] == [413, 422, 422, 422, 422]
    assert Draft.objects.count() == 0


def test_a_draft_given_up_is_gone(city: City, sign_in: SignIn) -> None:
    taker = city.person("call_taker")
    client = sign_in(taker)
    put(client, taker)
    assert client.delete(KEY).status_code == 200
    assert kept(client) == {}


def test_sending_the_form_drops_its_draft_and_a_refusal_keeps_it(
    city: City, sign_in: SignIn
) -> None:
    clerk = city.person("unit_clerk", "east")
    case = case_at(city, Status.AWAITING_SIGNATURE)
    key = f"sign-{case.number}"
    keep_draft(key, json.dumps(TYPED), seen=0, by=clerk, at=datetime.now(UTC))
    client = sign_in(clerk)
    form = read(client.get(f"/desk/cases/{case.number}")).one("form", data_draft=key)
    address = form.attrs["action"]
    refused = client.post(address, {"seen": case.version + 5, "_draft": key})
    assert (refused.status_code, Draft.objects.count()) == (409, 1)
    taken = client.post(address, {"seen": case.version, "_draft": key})
    assert (taken.status_code, Draft.objects.count()) == (302, 0)


def test_drafts_that_nobody_took_up_are_dropped_after_two_weeks(city: City) -> None:
    taker, now = city.person("call_taker"), datetime.now(UTC)
    for key, days in (("old", 15), ("new", 13)):
        keep_draft(key, "{}", seen=0, by=taker, at=now - timedelta(days=days))
    assert drop_old_drafts(at=now) == 1
    assert [row.key for row in Draft.objects.all()] == ["new"]


def test_saving_asks_little_of_the_database(city: City, sign_in: SignIn) -> None:
    taker = city.person("call_taker")
    client = sign_in(taker)
    put(client, taker)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        put(client, taker, version=1)
    statements = [q for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= 8


def test_every_answer_says_how_long_the_session_lasts(city: City, sign_in: SignIn) -> None:
    taker = city.person("call_taker")
    client = sign_in(taker)
    page = client.get("/desk/")
    told = client.get("/desk/session").json()
    left = int(page.headers["X-Session-Left"])
    assert read(page).one("body").attrs["data-session-left"] in (str(left), str(left + 1))
    assert (told["person"], 0 < told["left"] <= left) == (taker.pk, True)
