"""The door of exchanges: signed, not replayed, each event once, and nothing that breaks it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.channels.telephone.cti import signature
from hotline.channels.telephone.events import AgentEvent, CallEvent, tell
from hotline.records.identity import new_id
from hotline.records.models import AgentTurn, Call, Contact, MissedCaller, Road, Seat
from hotline.records.models import CallEvent as EventRow
from hotline.records.queries.roads import SECRETS
from hotline.records.sealing import seal
from tests.factories import City

SECRET = "an agreed secret of thirty-two signs"
PHONE = "15400001111"
START = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)


@pytest.fixture
def road(city: City) -> Road:
    """An exchange that is set up, and a call-taker at extension 8001."""
    Seat.objects.create(staff=city.person("call_taker"), extension="8001")
    pk = new_id()
    sealed = seal(*SECRETS, pk, json.dumps({"secret": SECRET}))
    return Road.objects.create(
        id=pk, code="pbx", name="交换机", adapter="cti", is_on=True, secrets_sealed=sealed
    )


def event(number: int, kind: str, call: str = "A-1", **facts: Any) -> dict[str, Any]:
    at = START + timedelta(seconds=10 * number)
    return {"call": call, "id": f"{kind}-{number}", "kind": kind, "at": at.isoformat(), **facts}


WHOLE = (
    event(0, "offered", caller=PHONE, line="12345"),
    event(1, "queued", queue="general", position=2),
    event(2, "offered", agent="8001"),
    event(3, "answered", agent="8001"),
    event(4, "held"),
    event(6, "resumed"),
    event(9, "ended", ended_by="caller"),
    event(9, "recorded", recording="rec/1.wav", recorded_seconds=60),
    event(11, "wrapped_up", outcome="question_answered"),
)


def post(body: bytes, *, moment: datetime | None = None, **headers: str) -> HttpResponse:
    stamp = str(int((moment or datetime.now(UTC)).timestamp()))
    sent = {
        "X-Hotline-Road": "pbx",
        "X-Hotline-Key": "1",
        "X-Hotline-Timestamp": stamp,
        "X-Hotline-Signature": signature(SECRET, stamp, body),
        **headers,
    }
    client = Client()
    answer: HttpResponse = client.post(
        "/cti/events", body, content_type="application/json", headers=sent
    )
    return answer


def send(*events: object) -> tuple[int, list[str]]:
    answer = post(json.dumps({"events": events}).encode())
    return answer.status_code, [row["status"] for row in json.loads(answer.content)["results"]]


@pytest.mark.usefixtures("road")
def test_a_whole_call_is_told_in_one_batch_and_again_without_effect() -> None:
    assert send(*WHOLE) == (200, ["taken"] * 9)
    assert send(*WHOLE) == (200, ["known"] * 9)
    call = Call.objects.get()
    assert (call.state, call.queue, call.held_for, call.recording, call.outcome) == (
        "done",
        "general",
        timedelta(seconds=20),
        "rec/1.wav",
        "question_answered",
    )
    assert (EventRow.objects.count(), Contact.objects.get().outcome) == (9, "question_answered")
    turns = AgentTurn.objects.order_by("started_at").values_list("state", flat=True)
    assert list(turns) == ["ringing", "talking", "after", "free"]


@pytest.mark.usefixtures("road")
@pytest.mark.parametrize("seed", range(6))
def test_the_order_in_which_events_arrive_decides_nothing(seed: int) -> None:
    events = list(WHOLE)
    Random(seed).shuffle(events)
    for each in events:
        send(each)
    call = Call.objects.get()
    assert (call.state, call.answered_at, call.ended_at, call.outcome, call.agent_id) == (
        "done",
        START + timedelta(seconds=30),
        START + timedelta(seconds=90),
        "question_answered",
        Seat.objects.get().staff_id,
    )
    assert (MissedCaller.objects.filter(done_at=None).count(), Contact.objects.count()) == (0, 1)


@pytest.mark.usefixtures("road")
@pytest.mark.parametrize(
    ("moment", "headers"),
    [
        (timedelta(), {"X-Hotline-Signature": "sha256=" + "0" * 64}),
        (timedelta(), {"X-Hotline-Signature": ""}),
        (timedelta(), {"X-Hotline-Signature": "签名"}),
        (timedelta(), {"X-Hotline-Road": "another"}),
        (timedelta(), {"X-Hotline-Key": "2"}),
        (timedelta(), {"X-Hotline-Key": "9"}),
        (timedelta(), {"X-Hotline-Timestamp": "1"}),
        (timedelta(), {"X-Hotline-Timestamp": "9" * 40}),
        (timedelta(minutes=-6), {}),
        (timedelta(minutes=6), {}),
    ],
)
def test_what_is_not_signed_here_and_now_is_not_looked_at(
    moment: timedelta, headers: dict[str, str]
) -> None:
    body = json.dumps(WHOLE[0]).encode()
    answer = post(body, moment=datetime.now(UTC) + moment, **headers)
    assert (answer.status_code, Call.objects.count()) == (401, 0)


def test_an_exchange_that_is_switched_off_is_not_heard(road: Road) -> None:
    Road.objects.filter(pk=road.pk).update(is_on=False)
    assert post(json.dumps(WHOLE[0]).encode()).status_code == 401


@pytest.mark.usefixtures("road")
def test_one_event_that_cannot_be_keeps_no_other_from_being_heard() -> None:
    bad = [event(1, "sung"), event(1, "offered", agent="nobody"), {"call": "A-1"}, 7]
    late = {**event(1, "offered"), "at": "1999-01-01T00:00:00+08:00"}
    early = {**event(1, "offered"), "at": "2090-01-01T00:00:00+08:00"}
    told = send(*bad, late, early, WHOLE[0])
    assert told == (200, ["refused"] * 6 + ["taken"])
    assert send(bad[0]) == (422, ["refused"])


@pytest.mark.usefixtures("road")
def test_damaged_batches_are_refused_in_words_and_break_nothing() -> None:
    whole = json.dumps({"events": WHOLE}, ensure_ascii=False).encode()
    random = Random(32)
    answered = set()
    for _ in range(300):
        body = bytearray(whole)
        for _ in range(random.randint(1, 6)):
            place = random.randrange(len(body))
            match random.randrange(3):
                case 0:
                    body[place] = random.randrange(256)
                case 1:
                    del body[place : place + random.randrange(40)]
                case _:
                    body[place:place] = random.randbytes(3)
        answered.add(post(bytes(body)).status_code)
    extremes = [b"", b"[]", b"{}", b"null", b"[" * 100_000, b'{"events":[]}', b"\xff\xfe"]
    extremes += [json.dumps({"events": [WHOLE[0]] * 501}).encode()]
    extremes += [
        json.dumps({**WHOLE[0], name: value}).encode()
        for name, value in [
            ("caller", "\ud800"), ("line", "\0"), ("position", 2**70), ("position", True),
            ("third", "长" * 9000), ("at", "0001-01-01T00:00:00+14:00"), ("at", 5),
            ("recorded_seconds", -1), ("kind", ["offered"]), ("call", "有 空格"),
        ]
    ]  # fmt: skip
    refused = [post(body).status_code for body in extremes]
    assert (answered <= {200, 400, 422}, set(refused) <= {400, 422}) == (True, True)


def test_agents_sign_on_take_breaks_and_are_freed_by_a_call(city: City, road: Road) -> None:
    now = datetime.now(UTC)
    for minutes, state in ((20, "free"), (10, "break"), (15, "free"), (10, "break")):
        tell(AgentEvent(road.code, "8001", state, now - timedelta(minutes=minutes)), at=now)
    kept = AgentTurn.objects.order_by("started_at").values_list("state", flat=True)
    assert list(kept) == ["free", "break"]


def test_an_event_asks_the_database_little(city: City, road: Road) -> None:
    for each in WHOLE[:3]:
        send(each)
    with CaptureQueriesContext(connection) as asked:
        send(WHOLE[3])
    assert len(asked) <= 22


def test_who_gave_up_waits_to_be_called_back_until_they_are_answered(road: Road) -> None:
    now = datetime.now(UTC)

    def told(call: str, kind: str, minute: int, **facts: str) -> str:
        at = now - timedelta(minutes=minute)
        return tell(CallEvent("pbx", call, f"{kind}{minute}", kind, at, **facts), at=now)

    for call, minute in (("A", 30), ("B", 20)):
        told(call, "offered", minute, caller=PHONE)
        told(call, "ended", minute - 1)
    row = MissedCaller.objects.get()
    assert (row.times, row.waited, row.done_at) == (2, timedelta(minutes=1), None)
    told("C", "offered", 10, caller=PHONE)
    told("C", "answered", 9, agent="8001")
    row.refresh_from_db()
    assert (row.how, row.done_at) == ("called_again", now - timedelta(minutes=9))
    told("D", "offered", 18, caller=PHONE)
    told("D", "ended", 17)
    assert MissedCaller.objects.count() == 1
