"""Webhooks: a program somewhere else is told of the moves of cases, signed, in their order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from hotline.channels.outward import NoAnswer, ask
from hotline.channels.shape import NothingToSend, Original, Sent, Setting
from hotline.records.models import Case, Delivery, JournalEntry, Road
from hotline.records.public_number import public_number
from hotline.records.queries.open_cases import OpenCase, open_cases, read_open
from hotline.records.queries.roads import secrets_of
from hotline.records.scope import everything
from hotline.rules.arrivals import Unreadable
from hotline.rules.events import EVENT_OF, PING, signature
from hotline.rules.life import CLOSED, Status
from hotline.rules.outward import NotAllowed
from hotline.rules.roads import Incoming, NotTaken, RoadDown
from hotline.rules.workdays import CHINA

GONE = 410


class Webhook:
    """Sends events and takes nothing."""

    name = "事件通知（Webhook）"
    settings: tuple[Setting, ...] = (
        Setting("url", "接收地址", "https://…"),
        Setting("events", "通知哪些事件"),
        Setting("says", "说多少", required=False, default="public"),
        Setting("secret", "签名密钥", secret=True),
    )
    fetches = False
    sends = True

    def read(self, road: Road, raw: bytes) -> Incoming:
        """Nothing comes this way."""
        raise Unreadable("outward_only", "", "这条线路只发送通知，没有来件。")

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """Nothing comes this way."""
        return iter(())

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """Post one event; the identity of the row is that of the event at every attempt."""
        body = json.dumps(_event(road, row), ensure_ascii=False, separators=(",", ":")).encode()
        post(road, str(row.pk), body, at=at)
        return Sent(body)


def ping(road: Road, *, at: datetime) -> None:
    """Post a trial that is about no case; raises as `post` does."""
    said = {"type": PING, "timestamp": _told(at), "data": {}}
    post(road, f"ping-{int(at.timestamp())}", json.dumps(said).encode(), at=at)


def post(road: Road, identity: str, body: bytes, *, at: datetime) -> None:
    """Sign and send; raises RoadDown for what may be better later, NotTaken where it is over."""
    seconds = int(at.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": identity,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature(secrets_of(road)["secret"], identity, seconds, body),
    }
    try:
        answer = ask(str(road.settings["url"]), body=body, headers=headers)
    except (NotAllowed, NoAnswer) as error:
        raise RoadDown(str(error)) from error
    if answer.status == GONE:
        raise NotTaken("对方表示不再接收（410）。")
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - taken
        raise RoadDown(f"对方没有收下（HTTP {answer.status}）。")


@everything()
def _event(road: Road, row: Delivery) -> dict[str, Any]:
    """The event as it was when the case moved, of what is public by now."""
    case = row.case
    entry = JournalEntry.objects.filter(case=case, seq=row.journal_seq).first()
    hidden = Case.objects.filter(pk=case.pk, confidential=True).exists()
    if hidden or entry is None or entry.verb not in EVENT_OF:
        raise NothingToSend("工单已转为保密，或没有可以公开的内容。")
    shown = next(iter(read_open(open_cases().filter(pk=case.pk))), None)
    data = _public(case, entry, shown)
    if road.settings.get("says") == "office":
        data |= {"number": case.number, "due_at": _told(entry.due_at)}
    return {"type": EVENT_OF[entry.verb], "timestamp": _told(entry.at), "data": data}


def _public(case: Case, entry: JournalEntry, shown: OpenCase | None) -> dict[str, Any]:
    return {
        "id": public_number(case.pk),
        "sequence": entry.seq,
        "status": "closed" if Status(entry.status) in CLOSED else "open",
        "stage": entry.status,
        "service_code": shown.topic.code if shown is not None else "",
        "service_name": shown.topic.name if shown is not None else "",
        "kind": shown.kind if shown is not None else "",
        "agency_responsible": shown.unit if shown is not None else "",
        "address": shown.place if shown is not None else "",
    }


def _told(at: datetime | None) -> str:
    return at.astimezone(CHINA).isoformat(timespec="seconds") if at is not None else ""
