"""What comes over FreeSWITCH's event socket, as fields: events in both forms, and lists."""

from __future__ import annotations

import json
from urllib.parse import unquote

from hotline.channels.telephone.blocks import Block, Damage, headers

Fields = dict[str, str]


def event_of(block: Block) -> Fields | None:
    """The fields of an event; None for what is none. Plain values come URL-encoded."""
    kind = block.get("Content-Type")
    if kind == "text/event-json":
        return _json(block.body)
    if kind == "text/event-plain":
        inner, _ = headers(block.body)
        return {name: unquote(value) for name, value in inner.pairs} if inner is not None else None
    return None


def _json(body: bytes) -> Fields | None:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict):
        return None
    return {name: value for name, value in read.items() if isinstance(value, str)}


def whole_event(piece: Block | Damage) -> Block | Damage:
    """An event whose body does not hold together is damage: its length was wrong."""
    if not isinstance(piece, Block) or not piece.get("Content-Type").startswith("text/event-"):
        return piece
    fields = event_of(piece)
    if fields is not None and fields.get("Event-Name") and _fits(piece):
        return piece
    head = "".join(f"{name}: {value}\n" for name, value in piece.pairs).encode()
    raw = head + b"\n" + piece.body
    return Damage("bad_event", raw[:65_536], len(raw))


def _fits(block: Block) -> bool:
    """Whether a plain event ends where its own headers say."""
    if block.get("Content-Type") != "text/event-plain":
        return True
    inner, rest = headers(block.body)
    length = inner.get("Content-Length") if inner is not None else ""
    return len(rest) == int(length) if length.isdigit() and len(length) < 9 else not rest  # noqa: PLR2004


def rows(answer: str) -> list[Fields]:
    """The rows of `show … as json`."""
    try:
        found = json.loads(answer).get("rows", [])
    except (ValueError, AttributeError, RecursionError):
        return []
    kept = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    return [{str(name): str(value) for name, value in row.items()} for row in kept]


def table(answer: str) -> list[Fields]:
    """A list of mod_callcenter: names in the first line, | between, +OK at the end."""
    lines = [line for line in answer.splitlines() if line and not line.startswith(("+OK", "-ERR"))]
    names = lines[0].split("|") if lines else []
    return [dict(zip(names, line.split("|"), strict=False)) for line in lines[1:]]
