"""Damaged frames of Asterisk and FreeSWITCH: 20,000 of each are read, none may do harm.

`PYTHONPATH=src:. .venv/bin/python -m bench.damaged_frames` prints for each form how many crashed a
reader or a translator (0), how many bytes a reader held at most, and whether it read on behind.
"""

from __future__ import annotations

import json
import random
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from hotline.channels.telephone.asterisk_events import HEARD, AsteriskEvents
from hotline.channels.telephone.blocks import Block, Blocks
from hotline.channels.telephone.freeswitch_events import OF_CHANNEL, OF_QUEUE, FreeswitchEvents
from hotline.channels.telephone.freeswitch_frames import event_of, whole_event

FORMS = ("ami", "esl-json", "esl-plain")
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
NAMES = (
    "Uniqueid",
    "Linkedid",
    "DestUniqueid",
    "Interface",
    "Queue",
    "CallerIDNum",
    "Exten",
    "Position",
    "Reason",
    "Result",
    "Timestamp",
    "BridgeUniqueid",
    "Variable",
    "Value",
    "UserEvent",
    "Call",
    "Recording",
    "Paused",
    "Unique-ID",
    "CC-Member-Session-UUID",
    "CC-Agent",
    "CC-Agent-UUID",
    "CC-Queue",
    "CC-Cause",
    "CC-Agent-Status",
    "Event-Date-Timestamp",
    "variable_transfer_history",
    "Application",
    "Application-Data",
    "Content-Length",
)
VALUES = (
    "",
    "1790000000.1",
    "PJSIP/1001-0000001a",
    "-1",
    "9" * 40,
    "NaN",
    "inf",
    "1e999",
    "\0",
    "%ff%",
    "1001@default",
    "caller",
    "Success",
    "赵钱",
    ":",
    "=" * 900,
)


@dataclass
class Outcome:
    """What came of one form."""

    frames: int = 0
    crashes: int = 0
    most_held: int = 0
    still_reads: int = 0


def frame(form: str, chance: random.Random) -> bytes:
    """A whole frame with any values in known names."""
    known = [*HEARD] if form == "ami" else [*OF_CHANNEL, "CUSTOM"]
    name = "Event" if form == "ami" else "Event-Name"
    pairs = {name: chance.choice(known)}
    if form != "ami":
        pairs |= {"Event-Subclass": "callcenter::info", "CC-Action": chance.choice([*OF_QUEUE])}
    pairs |= {each: chance.choice(VALUES) for each in chance.sample(NAMES, 12)}
    lines = "".join(f"{key}: {value}\n" for key, value in pairs.items())
    if form == "ami":
        return lines.replace("\n", "\r\n").encode() + b"\r\n"
    body = json.dumps(pairs).encode() if form == "esl-json" else lines.encode() + b"\n"
    kind = form.removeprefix("esl-")
    head = f"Content-Length: {len(body)}\nContent-Type: text/event-{kind}\n\n"
    return head.encode() + body


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """The same frame hurt in one of many ways."""
    at = chance.randrange(len(raw))
    other = chance.randrange(len(raw))
    ways = (
        lambda: raw[:at],
        lambda: raw[at:],
        lambda: raw[:at] + chance.randbytes(chance.randrange(1, 64)) + raw[at:],
        lambda: raw[: min(at, other)] + raw[max(at, other) :],
        lambda: raw.replace(b":", b"", 3),
        lambda: raw.replace(b"\n", b"", chance.randrange(1, 9)),
        lambda: raw.replace(b"Length: ", b"Length: " + b"9" * chance.randrange(1, 30)),
        lambda: raw.replace(b"Content-Length: ", b"Content-Length: -"),
        lambda: raw[:at] + b"A" * chance.randrange(1, 40_000) + raw[at:],
        lambda: b"X: y\r\n" * chance.randrange(1, 1_500) + raw,
        lambda: chance.randbytes(chance.randrange(1, 4_000)),
        lambda: raw.replace(b"1", b"\xff").replace(b"e", b"\x00", 2),
        lambda: raw,
    )  # fmt: skip
    return chance.choice(ways)()


def translate(form: str, piece: Block, told: AsteriskEvents | FreeswitchEvents) -> None:
    """What the listeners do with a piece."""
    if isinstance(told, AsteriskEvents):
        told.read(piece, AT)
        return
    whole = whole_event(piece)
    fields = event_of(whole) if isinstance(whole, Block) else None
    if fields is not None:
        told.read(fields, AT)


def read_damaged(form: str, *, count: int, seed: int) -> Outcome:
    """Read this many damaged frames, each on a fresh connection, in pieces of chance."""
    chance, outcome = random.Random(seed), Outcome()
    told = AsteriskEvents("pbx") if form == "ami" else FreeswitchEvents("pbx")
    for _ in range(count):
        outcome.frames += 1
        reader = Blocks(bodies=form != "ami")
        try:
            for part in _parts(damaged(frame(form, chance), chance), chance):
                for piece in reader.feed(part):
                    if isinstance(piece, Block):
                        translate(form, piece, told)
                outcome.most_held = max(outcome.most_held, reader.held)
            outcome.still_reads += _reads_on(form, reader)
        except Exception as error:
            outcome.crashes += 1
            print(form, type(error).__name__, error, file=sys.stderr)
    return outcome


def _reads_on(form: str, reader: Blocks) -> int:
    """Whether a good frame is read again, at the latest behind what a wrong length swallowed."""
    end = b"\r\n\r\n" if form == "ami" else b"\n\n"
    good = b"Event: Ping\r\n\r\n" if form == "ami" else b"Content-Type: text/event-ping\n\n"
    for _ in range(60):
        filler = good * 2_000
        if any(isinstance(piece, Block) for piece in reader.feed(end + filler)):
            return 1
    return 0


def _parts(raw: bytes, chance: random.Random) -> Iterator[bytes]:
    while raw:
        size = chance.randrange(1, 5_000)
        yield raw[:size]
        raw = raw[size:]


def main() -> None:
    """20,000 of each form."""
    for form in FORMS:
        print(form, read_damaged(form, count=20_000, seed=20260101))
    print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB")


if __name__ == "__main__":
    main()
