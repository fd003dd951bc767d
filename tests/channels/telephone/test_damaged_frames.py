"""Frames that are damaged in every way: never a crash, bounded memory, and reading goes on."""

from __future__ import annotations

import pytest

from bench.damaged_frames import FORMS, read_damaged
from hotline.channels.telephone.blocks import Block, Blocks, Damage, Limits

SMALL = Limits(line=200, headers=20, block=2_000, body=500, kept=300)


@pytest.mark.parametrize("form", FORMS)
def test_damaged_frames_crash_nothing_and_are_bounded(form: str) -> None:
    outcome = read_damaged(form, count=300, seed=20260101)
    assert outcome.crashes == 0
    assert outcome.most_held < 400_000
    assert outcome.still_reads == outcome.frames


def test_a_line_without_end_is_let_go_of() -> None:
    reader, found = Blocks(limits=SMALL), []
    for _ in range(1_000):
        found += list(reader.feed(b"x" * 100))
        assert reader.held <= 1_000
    assert {type(piece) for piece in found} == {Damage}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"Event: A\r\n" * 30 + b"\r\n", "too_many_headers"),
        (b"Event: " + b"x" * 300 + b"\r\n\r\n", "line_too_long"),
        (b"Event\r\nA: b\r\n\r\n", "not_a_header"),
    ],
)
def test_a_damaged_block_is_kept_and_the_next_is_read(raw: bytes, reason: str) -> None:
    found = list(Blocks(limits=SMALL).feed(raw + b"Event: Ping\r\n\r\n"))
    damage, block = found
    assert isinstance(damage, Damage)
    assert isinstance(block, Block)
    assert (damage.reason, damage.raw, damage.size) == (reason, raw[:300], len(raw))
    assert block.pairs == (("Event", "Ping"),)


@pytest.mark.parametrize(
    ("length", "reason"),
    [(b"-5", "bad_length"), (b"abc", "bad_length"), (b"501", "body_too_long")],
)
def test_a_wrong_length_loses_one_frame_only(length: bytes, reason: str) -> None:
    raw = b"Content-Length: " + length + b"\nContent-Type: text/event-json\n\n{}"
    good = b"\nContent-Length: 2\nContent-Type: text/event-json\n\n{}"
    damage, block = Blocks(bodies=True, limits=SMALL).feed(raw + good)
    assert isinstance(damage, Damage)
    assert isinstance(block, Block)
    assert (damage.reason, block.body) == (reason, b"{}")


def test_frames_in_single_bytes_are_the_same_frames() -> None:
    raw = b"Asterisk Call Manager/9.0.0\r\nEvent: A\r\nName: \xd5\xd4\r\n\r\n"
    at_once = list(Blocks(greeting=b"Asterisk Call Manager/").feed(raw))
    reader = Blocks(greeting=b"Asterisk Call Manager/")
    in_bytes = [piece for each in raw for piece in reader.feed(bytes([each]))]
    assert at_once == in_bytes
    assert [len(piece.pairs) for piece in at_once if isinstance(piece, Block)] == [1, 2]
