"""Sending by the exchange: the same bytes at every attempt, batches, files, lanes side by side."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from threading import Event
from typing import Any

import pytest

from hotline.channels import sending
from hotline.channels.exchange import adapter, line
from hotline.channels.exchange.line import Answer
from hotline.channels.fetching import fetch
from hotline.channels.sending import Lanes, send_due
from hotline.records.models import Attachment, Case, Delivery, Inbound, Road
from hotline.records.queries.reference import forget
from hotline.records.sealing import digest
from hotline.rules.arrivals import Arrival
from hotline.rules.life import Status
from hotline.rules.roads import RoadDown
from hotline.steps.answer import answer
from hotline.steps.attach import Given, Origin, attach
from hotline.steps.dispatch import dispatch
from hotline.steps.roads.amend import amend_by_road
from hotline.steps.roads.bodies import kept_body
from tests.attached_files import PDF
from tests.channels.exchange_peer import envelope, lines, new, peer_above, peer_below
from tests.factories import City, case_at

Asked = list[tuple[str, str, bytes]]


class Peer:
    """The other side of the line: it answers what a test tells it to."""

    def __init__(self) -> None:
        self.asked: Asked = []
        self.answer: Callable[[str, str, bytes], Answer] = self.taking

    def __call__(
        self, road: Road, method: str, path: str, body: bytes = b"", *, more: Any = None
    ) -> Answer:
        self.asked.append((method, path, body))
        return self.answer(method, path, body)

    def taking(self, method: str, path: str, body: bytes) -> Answer:
        results = [
            {"key": json.loads(each)["key"], "state": "taken", "number": "SP-1"}
            for each in body.splitlines()
        ]
        return said(200, {"results": results})


def said(status: int, data: Any) -> Answer:
    return Answer(status, json.dumps(data).encode())


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Peer]:
    answering = Peer()
    monkeypatch.setattr(adapter, "ask", answering)
    yield answering
    forget()


def given_down(city: City, count: int = 1) -> list[Case]:
    peer_below(city)
    return [case_at(city, Status.AWAITING_SIGNATURE) for _ in range(count)]


def test_what_is_due_goes_in_one_request_and_their_number_is_kept(city: City, peer: Peer) -> None:
    given_down(city, 3)
    assert send_due(at=datetime.now(UTC)) == {"sent": 3}
    assert [(method, path) for method, path, _ in peer.asked] == [("POST", "messages")]
    assert set(Delivery.objects.values_list("state", "peer_number")) == {("sent", "SP-1")}


def test_every_attempt_says_the_very_same_whatever_the_case_says_by_now(
    city: City, peer: Peer
) -> None:
    (case,) = given_down(city)
    peer.answer = down
    send_due(at=datetime.now(UTC))
    first = peer.asked[-1][2]
    case = Case.objects.get()
    contact = case.contacts.get()
    now = datetime.now(UTC)
    amend_by_road(case, contact, Arrival("", "", "改了。", now), revision=0, at=now)
    peer.answer = peer.taking
    assert send_due(at=now + timedelta(minutes=1)) == {"sent": 2}
    assert peer.asked[1][2] == first
    row = Delivery.objects.get(kind="new")
    assert kept_body(row) + b"\n" == first


def down(*_: object) -> Answer:
    raise RoadDown("对方没有应答。")


def test_on_a_road_that_is_down_few_are_tried_and_all_follow_the_first_that_goes(
    city: City, peer: Peer
) -> None:
    given_down(city, 6)
    now = datetime.now(UTC)
    peer.answer = down
    assert send_due(at=now) == {"down": 6}
    assert send_due(at=now + timedelta(seconds=30)) == {"down": sending.PROBES}
    peer.answer = peer.taking
    assert send_due(at=now + timedelta(minutes=3)) == {"sent": 6}
    assert Road.objects.get().failing_since is None


def test_what_is_held_there_waits_for_a_person_and_what_is_busy_for_a_moment(
    city: City, peer: Peer
) -> None:
    given_down(city, 2)

    def told(method: str, path: str, body: bytes) -> Answer:
        keys = [json.loads(each)["key"] for each in body.splitlines()]
        return said(
            503,
            {
                "results": [
                    {"key": keys[0], "state": "held", "detail": "没有这个单位。"},
                    {"key": keys[1], "state": "busy"},
                ]
            },
        )

    peer.answer = told
    assert send_due(at=datetime.now(UTC)) == {"refused": 1, "later": 1}
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["failed", "waiting"]
    assert Road.objects.get().failing_since is None


def test_files_that_the_other_side_lacks_are_handed_over_and_then_the_message(
    city: City, peer: Peer
) -> None:
    peer_below(city)
    case = case_at(city, Status.AWAITING_DISPATCH)
    given = [Given("现场.pdf", BytesIO(PDF))]
    attach(case, given, origin=Origin("arrival"), by=None, at=datetime.now(UTC))
    dispatch(case, to=city.units["east"], by=None, at=datetime.now(UTC))
    mark = digest(PDF).hex()
    here = bytearray()

    def told(method: str, path: str, body: bytes) -> Answer:
        if method == "PUT":
            here.extend(body)
            return said(200, {"have": len(here), "size": len(PDF), "whole": len(here) == len(PDF)})
        if not here:
            key = json.loads(body)["key"]
            lacking = {"key": key, "state": "files_missing", "missing": [mark]}
            return said(409, {"results": [lacking]})
        return peer.taking(method, path, body)

    peer.answer = told
    assert send_due(at=datetime.now(UTC)) == {"sent": 1}
    assert bytes(here) == PDF
    assert [method for method, _, _ in peer.asked] == ["POST", "PUT", "PUT", "POST"]


def test_what_was_missed_is_fetched_with_its_files_and_asked_for_again_later(
    city: City, peer: Peer
) -> None:
    road = peer_above(city).road
    sm3 = digest(PDF).hex()
    pages = {
        "messages?after=": [new(files=[{"name": "现场.pdf", "sm3": sm3, "size": len(PDF)}])],
        "messages?after=k-1": [envelope("urge", "JL-1", "k-2", {"text": "请加快。"})],
    }

    def told(method: str, path: str, body: bytes) -> Answer:
        if path.startswith("files/"):
            return Answer(200, PDF)
        return Answer(200, lines(*pages.get(path, [])))

    peer.answer = told
    now = datetime.now(UTC)
    assert fetch(road, at=now) == {"taken": 2}
    road.refresh_from_db()
    assert road.mark["after"] == "k-2"
    assert Attachment.objects.get().name == "现场.pdf"
    peer.asked.clear()
    fetch(road, at=now + timedelta(minutes=1))
    assert peer.asked == []
    fetch(road, at=now + timedelta(minutes=11))
    assert [path for _, path, _ in peer.asked] == ["messages?after=k-2"]
    assert Inbound.objects.count() == 2


def test_a_slow_road_holds_no_other_back(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    given_down(city)
    peer_above(city).say(new())
    go_on = Event()
    seen: Counter[str] = Counter()

    def slowly(road: Road, *, at: datetime) -> Counter[str]:
        seen[road.code] += 1
        if seen[road.code] > 1:
            return Counter()
        if road.code == "down":
            go_on.wait(30)
        return Counter({road.code: 1})

    monkeypatch.setattr(sending, "send_road", slowly)
    lanes = Lanes(lambda: datetime.now(UTC))
    assert lanes.start(at=datetime.now(UTC), patience=1.0) == {"up": 1}
    go_on.set()
    assert lanes.start(at=datetime.now(UTC), patience=30.0)["down"] == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://12345.example.cn/exchange/x",
        "http://10.0.0.1/exchange/x",
        "ftp://127.0.0.1/exchange/x",
        "https://user:word@12345.example.cn/exchange/x",
        "https://",
        "http://[::1",
        "",
    ],
)
def test_personal_data_goes_to_no_address_that_is_not_safe(city: City, address: str) -> None:
    road = peer_above(city).road
    road.settings["address"] = address
    with pytest.raises(RoadDown) as refused:
        line.ask(road, "GET", "messages")
    assert str(refused.value) == line.NOT_SAFE


def test_nobody_at_the_other_end_is_a_road_that_is_down(city: City) -> None:
    road = peer_above(city).road
    road.settings["address"] = "http://127.0.0.1:9/exchange/x"
    with pytest.raises(RoadDown) as refused:
        line.ask(road, "GET", "messages")
    assert str(refused.value) == line.NO_ANSWER


def test_a_result_s_evidence_goes_up_with_it(city: City, peer: Peer) -> None:
    other = peer_above(city)
    other.say(new())
    case = Case.objects.get()
    attach(
        case,
        [Given("照片.pdf", BytesIO(PDF))],
        origin=Origin("reply"),
        by=None,
        at=datetime.now(UTC),
    )
    case.kind, case.topic = city.kinds["help"], city.topics["0201"]
    answer(case, text="已修好。", by=None, at=datetime.now(UTC))
    send_due(at=datetime.now(UTC))
    told = [json.loads(each) for _, _, body in peer.asked for each in body.splitlines()]
    assert [(each["kind"], "files" in each) for each in told] == [
        ("received", False),
        ("result", True),
    ]
    got = other.ask("GET", f"files/{digest(PDF).hex()}")
    assert (got.status_code, got.content) == (200, PDF)
