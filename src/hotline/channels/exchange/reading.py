"""A line of the exchange, read into the one shape that our steps know."""

from __future__ import annotations

from hotline.channels.exchange.messages import (
    Matter,
    Message,
    Outcome,
    WithMatter,
    WithOutcome,
    WithRefusal,
    read_message,
)
from hotline.records.models import Road
from hotline.rules.arrivals import Arrival
from hotline.rules.roads import Incoming, IncomingFile
from hotline.steps.roads.file_parts import content_kept
from hotline.steps.roads.rounds import ROUND


def read(road: Road, raw: bytes) -> Incoming:
    """The message with its files, which were handed over before it; raises Unreadable."""
    message = read_message(raw)
    files = tuple(
        IncomingFile(each.name, content_kept(road, bytes.fromhex(each.sm3)))
        for each in message.files
    )
    return Incoming(
        key=message.key,
        kind=message.kind,
        about=message.matter,
        arrival=_arrival(road, message),
        text=_text(message),
        revision=message.body.revision if isinstance(message, WithMatter) else 0,
        sent_at=message.sent_at,
        files=files,
        facts={ROUND: str(message.round), **_facts(message)},
        said=_said(message),
    )


def _arrival(road: Road, message: Message) -> Arrival | None:
    if not isinstance(message, WithMatter):
        return None
    body = message.body
    return Arrival(
        channel=road.channel.code if road.channel is not None else "",
        key=f"{road.code}/{message.matter}",
        text=body.text,
        arrived_at=body.arrived_at,
        external_number=message.matter,
        external_due_at=body.due_at,
        board=body.board,
        title=body.title,
        sender_name=body.sender.name,
        sender_phone=body.sender.phone,
        place=body.place,
        kind=body.kind,
        topic=body.topic,
    )


def _text(message: Message) -> str:
    body = message.body
    if isinstance(body, Matter):
        return body.note
    return body.handling if isinstance(body, Outcome) else body.text


def _facts(message: Message) -> dict[str, str]:
    """What is no text and nothing personal, as words."""
    if isinstance(message, WithRefusal):
        return {"reason": message.body.reason}
    if isinstance(message, WithMatter) and message.body.confidential:
        return {"confidential": "yes"}
    if not isinstance(message, WithOutcome):
        return {}
    body = message.body
    contacted = body.contacted_at.isoformat() if body.contacted_at is not None else ""
    flags = {"solved": body.solved, "is_true": body.is_true, "beyond_remit": body.beyond_remit}
    return {
        **{name: "yes" if flag else "no" for name, flag in flags.items() if flag is not None},
        **({"contacted_at": contacted} if contacted else {}),
    }


def _said(message: Message) -> dict[str, str]:
    if not isinstance(message, WithOutcome):
        return {}
    return {"answer": message.body.answer, "reason_unsolved": message.body.reason_unsolved}
