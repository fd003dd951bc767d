"""The other side of an exchange road, by hand: it signs and speaks as docs/exchange.md says."""

from __future__ import annotations

import base64
import itertools
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.http import HttpResponse
from django.test import Client

from hotline.records.models import Department, Road
from hotline.records.queries.reference import forget
from hotline.records.sealing import digest, seal
from tests.factories import City

NDJSON = "application/x-ndjson"
_serial = itertools.count(1)


@dataclass
class Peer:
    """Who holds the key of the other side of one road."""

    road: Road
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def headers(self, method: str, target: str, body: bytes, **other: str) -> dict[str, str]:
        """The signature as the document describes it, written a second time."""
        moment = other.get("moment") or str(int(datetime.now(UTC).timestamp()))
        nonce = other.get("nonce") or f"nonce-of-a-test-{next(_serial):06d}"
        lines = ["HOTLINE-EXCHANGE-1", method, target, digest(body).hex(), moment, nonce]
        signature = self.key.sign("\n".join(lines).encode())
        return {
            "Hotline-Time": moment,
            "Hotline-Nonce": nonce,
            "Hotline-Signature": base64.b64encode(signature).decode(),
        }

    def ask(
        self, method: str, path: str, body: bytes = b"", *, more: Any = None, **other: str
    ) -> HttpResponse:
        """One signed request below the road's address."""
        target = f"/exchange/{self.road.code}/{path}"
        headers = {**self.headers(method, target, body, **other), **(more or {})}
        return Client(raise_request_exception=False).generic(
            method, target, body, NDJSON, headers=headers
        )

    def say(self, *messages: dict[str, Any]) -> HttpResponse:
        """Hand messages over, one per line."""
        return self.ask("POST", "messages", lines(*messages))


def lines(*messages: dict[str, Any]) -> bytes:
    """Messages as a body."""
    return b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in messages)


def peer_above(city: City, **facts: Any) -> Peer:
    """A superior whose matters come in on the province's channel."""
    return _peer("up", channel=city.channels["province"], **facts)


def peer_below(city: City, unit: str = "east") -> Peer:
    """A unit of ours that is another installation."""
    peer = _peer("down")
    Department.objects.filter(pk=city.units[unit].pk).update(road=peer.road)
    forget()
    return peer


def _peer(code: str, **facts: Any) -> Peer:
    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    settings = {"address": "https://127.0.0.1:9/exchange/x", "peer_key": public}
    road = Road.objects.create(
        code=code, name="对方", adapter="exchange", is_on=True, settings=settings, **facts
    )
    own = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
    secrets = seal("road", "secrets", road.pk, json.dumps({"private_key": own}))
    Road.objects.filter(pk=road.pk).update(secrets_sealed=secrets)
    forget()
    return Peer(Road.objects.select_related("channel").get(pk=road.pk), key)


def envelope(kind: str, matter: str, key: str, body: Any = None, **more: Any) -> dict[str, Any]:
    """A message as an object."""
    return {
        "version": 1,
        "key": key,
        "kind": kind,
        "matter": matter,
        "round": 1,
        "sent_at": "2022-04-06T09:00:00+08:00",
        **({"body": body} if body is not None else {}),
        **more,
    }


def new(matter: str = "JL-1", key: str = "k-1", **more: Any) -> dict[str, Any]:
    """A matter that is given for the first time, unless `round` says otherwise."""
    body = {
        "title": "路灯不亮",
        "text": "小区北门外的路灯连续三晚没有亮。",
        "arrived_at": "2022-04-06T08:00:00+08:00",
        "due_at": "2030-04-12T17:00:00+08:00",
        "sender": {"name": "甄示例", "phone": "15400000001"},
        **more.pop("body", {}),
    }
    return envelope("new", matter, key, body, **more)


def outcome(matter: str, key: str, answer: str = "路灯已修好。", **more: Any) -> dict[str, Any]:
    """The result of a round."""
    body = {"handling": "已更换灯头。", "answer": answer, "solved": True, **more.pop("body", {})}
    return envelope("result", matter, key, body, **more)
