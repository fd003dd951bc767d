"""The door of the exchange: who signed gets in once; whatever is sent is answered plainly."""

from __future__ import annotations

import base64
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from hotline.channels.exchange import bounds
from hotline.channels.exchange.messages import schema
from hotline.channels.exchange.signing import (
    headers_for,
    new_key_pair,
    private_key,
    public_of,
    signed_text,
)
from hotline.records.models import Case, ExchangeNonce, Inbound, Road
from hotline.records.queries.reference import forget
from hotline.site.environment import ROOT
from hotline.steps.roads.hear import raw_of
from hotline.steps.roads.nonces import forget_exchanged
from tests.channels.exchange_peer import NDJSON, Peer, envelope, lines, new, outcome, peer_above
from tests.factories import City

TARGET = "/exchange/up/messages"
# As it stands in docs/exchange.md, so that whoever writes the other side can try their own.
KEY = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="
SIGNED = """HOTLINE-EXCHANGE-1
POST
/exchange/up/messages
66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0
1669000000
aaaaaaaaaaaaaaaaaaaaaaaa"""


def test_the_text_that_is_signed_is_the_one_of_the_document() -> None:
    assert signed_text("POST", TARGET, b"abc", "1669000000", "a" * 24).decode() == SIGNED
    document = (ROOT / "docs" / "exchange.md").read_text("utf-8")
    signature = private_key(KEY).sign(SIGNED.encode())
    for known in (SIGNED, KEY, public_of(KEY), base64.b64encode(signature).decode()):
        assert known in document


def test_the_schema_of_the_document_is_what_is_read() -> None:
    kept = (ROOT / "docs" / "exchange.schema.json").read_text("utf-8")
    assert json.loads(kept) == schema()


def test_whoever_cannot_sign_learns_nothing(city: City) -> None:
    peer = peer_above(city)
    stranger = Peer(peer.road, Ed25519PrivateKey.generate())
    body = lines(new())
    good = peer.headers("POST", TARGET, body)
    attempts = {
        "nothing": (TARGET, body, {}),
        "another key": (TARGET, body, stranger.headers("POST", TARGET, body)),
        "another body": (TARGET, body + b" ", good),
        "another address": ("/exchange/down/messages", body, good),
        "another method's": (TARGET, body, peer.headers("GET", TARGET, body)),
        "no time": (TARGET, body, {**good, "Hotline-Time": "soon"}),
        "no base64": (TARGET, body, {**good, "Hotline-Signature": "*"}),
    }
    answers = {
        name: Client().generic("POST", target, sent, NDJSON, headers=headers)
        for name, (target, sent, headers) in attempts.items()
    }
    told = {(each.status_code, each.content) for each in answers.values()}
    assert len(told) == 1, {name: each.content for name, each in answers.items()}
    assert (told.pop()[0], Case.objects.count(), ExchangeNonce.objects.count()) == (401, 0, 0)


def test_a_road_that_is_off_is_answered_as_one_that_is_not_there(city: City) -> None:
    peer = peer_above(city)
    Road.objects.update(is_on=False)
    forget()
    assert peer.say(new()).json() == {"error": "signature", "detail": "没有有效的签名。"}


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_request_of_another_moment_is_refused_and_told_the_time(city: City, minutes: int) -> None:
    moment = str(int((datetime.now(UTC) + timedelta(minutes=minutes)).timestamp()))
    said = peer_above(city).ask("POST", "messages", lines(new()), moment=moment)
    assert (said.status_code, said.json()["error"]) == (401, "clock")


def test_a_request_that_is_played_again_is_refused(city: City) -> None:
    peer = peer_above(city)
    nonce = "the-very-same-nonce-again"
    first = peer.ask("POST", "messages", lines(new()), nonce=nonce)
    second = peer.ask("POST", "messages", lines(new()), nonce=nonce)
    assert (first.status_code, second.status_code, second.json()["error"]) == (200, 401, "nonce")
    forget_exchanged(at=datetime.now(UTC) + timedelta(hours=1))
    assert ExchangeNonce.objects.count() == 0


def test_both_keys_hold_while_one_follows_the_other(city: City) -> None:
    peer = peer_above(city)
    road = Road.objects.get(pk=peer.road.pk)
    road.settings["peer_key"] += " " + new_key_pair()[1]
    road.save()
    forget()
    assert peer.say(new()).status_code == 200


def test_too_much_is_refused_with_its_bound(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    peer = peer_above(city)
    many = peer.ask("POST", "messages", b"{}\n" * (bounds.MOST_LINES + 1))
    assert (many.status_code, many.json()["largest"]) == (413, bounds.MOST_LINES)
    large = peer.ask("POST", "messages", b" " * (bounds.LARGEST_BODY + 1))
    assert (large.status_code, large.json()["largest"]) == (413, bounds.LARGEST_BODY)
    assert peer.ask("POST", "messages", b"\n").status_code == 400
    assert peer.ask("DELETE", "messages").status_code == 405
    monkeypatch.setattr(bounds, "MOST_AT_ONCE", 0.0)
    bounds._buckets.clear()
    assert peer.say(new()).status_code == 429
    bounds._buckets.clear()


def test_the_bucket_fills_again(city: City) -> None:
    road = peer_above(city).road.pk
    asked = [bounds.may_ask(road, 0.0) for _ in range(int(bounds.MOST_AT_ONCE) + 1)]
    assert (asked.count(True), asked[-1]) == (bounds.MOST_AT_ONCE, False)
    assert bounds.may_ask(road, 1.0)


def damaged(seed: int) -> bytes:
    """A message that something happened to."""
    chance = random.Random(seed)
    whole = chance.choice([new(), outcome("JL-1", "k-9"), envelope("urge", "JL-1", "k-8", {})])
    how = chance.randrange(6)
    if how == 0:
        raw = json.dumps(whole, ensure_ascii=False).encode()
        return raw[: chance.randrange(1, len(raw))]
    if how == 1:
        raw = bytearray(json.dumps(whole).encode())
        for _ in range(3):
            raw[chance.randrange(len(raw))] = chance.choice(b'\x00\xff"{}[]\\,:')
        return bytes(raw).replace(b"\n", b"")
    if how == 2:
        strange: list[Any] = [None, 7, True, [], {}, "\0", "\ud800", "x" * 200_001, 1e400, -1]
        _put(whole, chance, chance.choice(strange))
        return json.dumps(whole).encode()
    if how == 3:
        return b"[" * chance.randrange(1, 100_000)
    if how == 4:
        return json.dumps({**whole, "version": 2}).encode()
    return bytes(chance.randrange(256) for _ in range(60)).replace(b"\n", b" ") + b"x"


def _put(whole: dict[str, Any], chance: random.Random, value: Any) -> None:
    """Something else in place of what has to be there."""
    name = chance.choice(["key", "kind", "matter", "round", "sent_at", "body"])
    whole[name] = value


def test_whatever_was_damaged_is_refused_and_kept_as_it_came(city: City) -> None:
    peer = peer_above(city)
    bounds._buckets.clear()
    sound = {json.dumps(each).encode() for each in (new(), outcome("JL-1", "k-9"))}
    frames = sorted({damaged(seed) for seed in range(300)} - sound)
    told: dict[int, int] = {}
    for number in range(0, len(frames), 10):
        said = peer.ask("POST", "messages", b"\n".join(frames[number : number + 10]))
        told[said.status_code] = told.get(said.status_code, 0) + 1
    kept = {raw_of(row) for row in Inbound.objects.filter(state="held")}
    taken = {raw_of(row) for row in Inbound.objects.exclude(state="held")}
    assert set(told) == {422}
    assert kept | taken == {frame for frame in frames if frame.strip()}
    assert len(kept) > 200


def test_what_we_send_is_signed_as_we_check_it(city: City) -> None:
    peer = peer_above(city)
    headers = headers_for(peer.key, "GET", TARGET, b"", datetime.now(UTC))
    assert Client().get(TARGET, headers=headers).status_code == 200
