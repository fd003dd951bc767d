"""The telephone line on the desk: queue board, calls behind it, who is to be called back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.channels.telephone.events import CallEvent, tell
from hotline.records.models import Call, MissedCaller, MissedEntry, Reveal
from tests.desk.conftest import SignIn
from tests.factories import City
from tests.reading import read

NOW = datetime.now(UTC)
PHONE = "15400001111"
MASKED = "154****1111"


def told(call: str, kind: str, ago: float, **facts: str) -> None:
    """An exchange tells of `call`, `ago` minutes ago."""
    at = datetime.now(UTC) - timedelta(minutes=ago)
    tell(CallEvent("", call, f"{kind}-{ago}", kind, at, **facts), at=datetime.now(UTC))


def abandoned(call: str, phone: str, ago: float) -> None:
    told(call, "offered", ago, caller=phone, queue="general")
    told(call, "ended", ago - 0.5)


def answered(call: str, ago: float, after: float) -> None:
    told(call, "offered", ago, caller="15400002222")
    told(call, "answered", ago - after / 60, agent="call_taker")
    told(call, "ended", ago - after / 60 - 1)
    told(call, "wrapped_up", ago - after / 60 - 1.1, outcome="question_answered")


@pytest.fixture
def line(city: City) -> None:
    """Four calls: one within 15 seconds, two late, one given up; and one that still waits."""
    city.person("call_taker")
    answered("A", 50, after=10)
    answered("B", 40, after=40)
    answered("C", 30, after=16)
    abandoned("D", PHONE, 20)
    told("E", "offered", 3, caller="15400003333", queue="general")


@pytest.mark.usefixtures("line")
def test_the_board_keeps_both_rates_apart_with_what_they_are_divided_by(
    city: City, sign_in: SignIn
) -> None:
    page = read(sign_in(city.person("supervisor")).get("/desk/queue"))
    day = page.all("tbody")[0].all("tr")[-1].text
    found = ["75.0%", "3/4", "25.0%", "1/4"]
    assert [each for each in found if each not in day.replace(" ", "")] == []
    assert PHONE not in page.text


@pytest.mark.usefixtures("line")
def test_behind_each_number_stand_its_calls(city: City, sign_in: SignIn) -> None:
    browser = sign_in(city.person("supervisor"))
    numbers = {
        kind: len(read(browser.get("/desk/calls", {"kind": kind})).all("tbody")[0].all("tr"))
        for kind in ("offered", "answered", "in_time", "late", "abandoned")
    }
    assert numbers == {"offered": 4, "answered": 3, "in_time": 1, "late": 2, "abandoned": 1}
    assert browser.get("/desk/calls", {"kind": "sung"}).status_code == 404


@pytest.mark.usefixtures("line")
def test_a_recording_is_given_for_a_reason_and_the_look_is_kept(
    city: City, sign_in: SignIn
) -> None:
    told("A", "recorded", 48, recording="rec/7.wav")
    call = Call.objects.get(exchange_key="A")
    browser = sign_in(city.person("supervisor"))
    address = f"/desk/calls/{call.pk}"
    assert "rec/7.wav" not in browser.get(address).content.decode()
    refused = browser.post(f"{address}/look", {"field": "recording", "reason": ""})
    given = browser.post(f"{address}/look", {"field": "recording", "reason": "质检"})
    assert (refused.status_code, "rec/7.wav" in given.content.decode()) == (422, True)
    look = Reveal.objects.get()
    assert (look.call, look.field, look.reason) == (call, "recording", "质检")


@pytest.fixture
def caller_back(city: City, sign_in: SignIn) -> Client:
    """The browser of somebody who calls back."""
    return sign_in(city.person("supervisor"))


def test_who_was_missed_is_listed_once_called_and_done(city: City, caller_back: Client) -> None:
    abandoned("A", PHONE, 50)
    abandoned("B", PHONE, 40)
    shown = read(caller_back.get("/desk/missed")).one("ul", class_="missed-list").text
    assert (MASKED in shown, "共 2 次" in shown, PHONE in shown) == (True, True, False)
    row = MissedCaller.objects.get()
    dialled = caller_back.post(f"/desk/missed/{row.pk}/dial").content.decode()
    assert (PHONE in dialled, Reveal.objects.get().call) == (True, row.call)
    caller_back.post(f"/desk/missed/{row.pk}/try")
    refused = caller_back.post(f"/desk/missed/{row.pk}/give_up", {"note": ""})
    caller_back.post(f"/desk/missed/{row.pk}/reach", {"note": "问医保"})
    again = caller_back.post(f"/desk/missed/{row.pk}/reach")
    row.refresh_from_db()
    assert (refused.status_code, again.status_code) == (422, 422)
    assert (row.how, row.tries) == ("called_back", 2)
    verbs = MissedEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["look", "try", "reach"]


def test_numbers_that_harassed_stand_apart(city: City, caller_back: Client) -> None:
    told("A", "offered", 60, caller=PHONE)
    told("A", "answered", 59, agent=city.person("call_taker").username)
    told("A", "ended", 58)
    told("A", "wrapped_up", 57, outcome="harassing")
    abandoned("B", PHONE, 50)
    shown = [
        MASKED in caller_back.get("/desk/missed", {"tab": tab}).content.decode()
        for tab in ("open", "harassing")
    ]
    assert shown == [False, True]


@pytest.mark.usefixtures("line")
def test_the_pages_of_the_line_ask_the_database_little(caller_back: Client) -> None:
    call = Call.objects.get(exchange_key="A")
    asked = {}
    for name in ("queue", "calls", "missed", f"calls/{call.pk}"):
        caller_back.get(f"/desk/{name}")
        with CaptureQueriesContext(connection) as queries:
            caller_back.get(f"/desk/{name}")
        asked[name.partition("/")[0] + name[5:6]] = len(queries)
    assert {name: number for name, number in asked.items() if number > 10} == {}
