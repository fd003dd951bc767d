"""Webhooks: each move is told once, signed and in order, and never to an address near to us."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hotline.channels.outward import NoAnswer, ask
from hotline.channels.sending import send_due
from hotline.records.models import Case, Delivery, Road, RoadEntry, Staff
from hotline.records.queries.reference import forget
from hotline.rules.events import EVENTS
from hotline.rules.outward import NotAllowed, is_public, place_of
from hotline.steps.moving import Refused
from hotline.steps.roads.webhooks import (
    add_webhook,
    pause_webhook,
    resume_webhook,
    switch_off_failing,
)
from tests.channels.receiver import Receiver, receiving
from tests.factories import City, make_role, make_staff
from tests.steps.cases import BEGIN, LATER, walked


@pytest.fixture
def keeper(city: City) -> Staff:
    """Who looks after the roads and sees no case."""
    return make_staff("keeper", roles=[make_role("keeper", "线路员", ["manage_roads"])])


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """A program that subscribed, on this machine."""
    settings.HOTLINE_OUTWARD_LOOPBACK = True
    with receiving() as receiver:
        yield receiver


def subscribed(receiver: Receiver, by: Staff, **facts: Any) -> tuple[Road, str]:
    known = {"name": "市民应用", "events": list(EVENTS), "says": "public", **facts}
    made = add_webhook(url="https://hooks.example.cn/", by=by, at=BEGIN, **known)
    made.row.settings["url"] = f"{receiver.url}/in"
    made.row.save()
    forget()
    return made.row, made.secret


def test_the_moves_of_a_case_are_told_in_order_signed_and_without_a_word_of_it(
    city: City, keeper: Staff, receiver: Receiver
) -> None:
    _, secret = subscribed(receiver, keeper)
    case = walked(city, "closed")
    while send_due(at=LATER + timedelta(hours=1)):
        pass
    said = [json.loads(came.body) for came in receiver.came]
    assert [each["type"] for each in said] == [
        *("case.registered", "case.accepted", "case.dispatched", "case.answered", "case.closed")
    ]
    assert [each["data"]["status"] for each in said] == [*["open"] * 4, "closed"]
    whole = b"".join(came.body for came in receiver.came).decode()
    hidden = (case.number, case.text[:6], case.title, case.receipt, str(case.pk))
    assert [word for word in hidden if word in whole] == []
    came = receiver.came[0]
    signed = f"{came.headers['webhook-id']}.{came.headers['webhook-timestamp']}.".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = base64.b64encode(hmac.digest(key, signed + came.body, hashlib.sha256)).decode()
    assert came.headers["webhook-signature"] == f"v1,{mac}"


def test_one_that_fails_is_sent_again_under_the_same_identity_and_holds_back_what_follows(
    city: City, keeper: Staff, receiver: Receiver
) -> None:
    row, _ = subscribed(receiver, keeper)
    walked(city, "awaiting_dispatch")
    receiver.answer = lambda _: (500, b"")
    assert send_due(at=LATER) == {"down": 1}
    receiver.answer = lambda _: (302, b"")
    assert send_due(at=LATER + timedelta(minutes=1)) == {"down": 1}
    receiver.answer = lambda _: (204, b"")
    assert send_due(at=LATER + timedelta(minutes=5)) == {"sent": 2}
    identities = [came.headers["webhook-id"] for came in receiver.came]
    assert (identities[0], identities[1], identities[3] == identities[0]) == (
        identities[2],
        identities[2],
        False,
    )
    assert [came.path for came in receiver.came] == ["/in"] * 4
    row.refresh_from_db()
    assert (row.failing_since, row.problem) == (None, "")


def test_a_confidential_case_is_told_to_nobody_even_if_it_became_so_afterwards(
    city: City, keeper: Staff, receiver: Receiver
) -> None:
    subscribed(receiver, keeper)
    walked(city, "awaiting_dispatch")
    Case.objects.update(confidential=True)
    assert send_due(at=LATER) == {"moot": 2}
    assert receiver.came == []


def test_after_days_without_an_answer_it_is_switched_off_and_goes_on_where_it_stopped(
    city: City, keeper: Staff, receiver: Receiver
) -> None:
    row, _ = subscribed(receiver, keeper, events=["case.registered"])
    walked(city, "awaiting_dispatch")
    receiver.answer = lambda _: (503, b"")
    send_due(at=LATER)
    assert switch_off_failing(at=LATER + timedelta(days=2)) == []
    assert switch_off_failing(at=LATER + timedelta(days=4)) == [row]
    row.refresh_from_db()
    assert (row.is_on, RoadEntry.objects.latest("pk").verb) == (False, "webhook_pause")
    assert send_due(at=LATER + timedelta(days=4)) == {}
    receiver.answer = lambda _: (200, b"")
    resume_webhook(row, by=keeper, at=LATER + timedelta(days=5))
    assert send_due(at=LATER + timedelta(days=5)) == {"sent": 1}


def test_a_paused_one_hears_nothing_of_what_happens_meanwhile(
    city: City, keeper: Staff, receiver: Receiver
) -> None:
    row, _ = subscribed(receiver, keeper)
    pause_webhook(row, by=keeper, at=BEGIN)
    walked(city, "awaiting_dispatch")
    assert Delivery.objects.count() == 0


def test_more_than_what_is_public_needs_somebody_who_sees_the_cases(
    city: City, keeper: Staff
) -> None:
    asked: Any = {"name": "应用", "url": "https://a.example.cn", "events": list(EVENTS)}
    with pytest.raises(Refused) as refused:
        add_webhook(**asked, says="office", by=keeper, at=BEGIN)
    assert refused.value.field == "says"


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.cn/",
        "https://hooks.example.cn:22/",
        "https://user:pass@hooks.example.cn/",
        "https://",
        "https://a b.cn/",
        "https://市民.cn/",
        "ftp://hooks.example.cn/",
        "https://hooks.example.cn\r\nX: y/",
        "file:///etc/passwd",
        "https://hooks.example.cn:99999/",
        "http://127.0.0.1/",
        "https://" + "a" * 500,
        "https://[::1/",
    ],
)
def test_an_address_that_is_none_of_the_internet_by_https_is_refused(url: str) -> None:
    with pytest.raises(NotAllowed):
        place_of(url)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104
        *("100.64.0.1", "100.100.100.200", "168.63.129.16", "224.0.0.1", "255.255.255.255"),
        *("198.18.0.1", "192.0.0.192", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0"),
        *("fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1"),
        *("64:ff9b:1::1", "2002:7f00:1::", "2001::1", "fec0::1", "::127.0.0.1", "kein"),
    ],
)
def test_an_address_that_is_near_to_us_is_never_connected_to(address: str) -> None:
    assert not is_public(address)


def test_addresses_of_the_internet_are_connected_to() -> None:
    found = ("93.184.216.34", "2606:4700::6810:84e5", "64:ff9b::5db8:d822", "::ffff:93.184.216.34")
    assert [is_public(each) for each in found] == [True] * 4


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f.1", "localhost", "127.1", "017700000001", "[::ffff:127.0.0.1]"]
)
def test_another_way_to_write_this_machine_is_resolved_and_refused(host: str) -> None:
    with pytest.raises((NotAllowed, NoAnswer)):
        ask(f"https://{host}/")


def test_a_name_is_resolved_once_and_one_near_address_among_many_refuses_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[Any]:
        asked.append(host)
        near = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(2, 1, 6, "", (each, port)) for each in (near, "10.0.0.1")]

    connected: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", lambda at, **_: connected.append(at))
    with pytest.raises(NotAllowed):
        ask("https://hooks.example.cn/")
    assert (asked, connected) == (["hooks.example.cn"], [])


def test_an_answer_without_end_or_without_sense_is_cut_off(receiver: Receiver) -> None:
    receiver.answer = lambda _: (200, b"x" * 300_000)
    assert ask(receiver.url, largest=20_000).status == 200
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(NoAnswer):
            ask(f"http://127.0.0.1:{port}/", seconds=0.2)


def test_the_page_shows_the_secret_once_and_each_try(
    city: City, keeper: Staff, receiver: Receiver, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    client.force_login(keeper)
    typed = {"name": "市民应用", "url": "https://hooks.example.cn/in", "says": "public"}
    refused = client.post("/desk/webhooks", {**typed, "url": "http://10.0.0.1/"})
    assert (refused.status_code, "https://" in refused.content.decode()) == (422, True)
    made = client.post("/desk/webhooks", {**typed, "events": list(EVENTS)})
    assert made.content.decode().count("whsec_") == 1
    row = Road.objects.get(adapter="webhook")
    row.settings["url"] = receiver.url
    row.save()
    assert client.post(f"/desk/webhooks/{row.pk}/test").status_code == 302
    assert json.loads(receiver.came[0].body)["type"] == "test.ping"
    walked(city, "awaiting_dispatch")
    with django_assert_max_num_queries(10):
        page = client.get(f"/desk/webhooks/{row.pk}").content.decode()
    assert ("whsec_" in page, page.count("待发送")) == (False, 2)
