"""Damaged variants of right originals: cut off, flipped, spliced, repeated, swollen, garbled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

Damage = Callable[[bytes, Random], bytes]
NUMBER = re.compile(rb"\d+")
ENCODINGS = ("utf-16", "gb18030", "utf-7", "cp500")


def variants(good: bytes, count: int, *, seed: int) -> Iterator[bytes]:
    """So many damaged variants, the same ones for the same seed; some are damaged twice."""
    rng = Random(seed)
    for _ in range(count):
        damaged = good
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            damaged = rng.choice(DAMAGES)(damaged, rng)
        yield damaged


def _cut(good: bytes, rng: Random) -> bytes:
    return good[: rng.randrange(len(good) + 1)]


def _beheaded(good: bytes, rng: Random) -> bytes:
    return good[rng.randrange(len(good) + 1) :]


def _flipped(good: bytes, rng: Random) -> bytes:
    found = bytearray(good)
    for _ in range(rng.randint(1, 8)):
        if found:
            found[rng.randrange(len(found))] ^= 1 << rng.randrange(8)
    return bytes(found)


def _spliced(good: bytes, rng: Random) -> bytes:
    a, b = rng.randrange(len(good) + 1), rng.randrange(len(good) + 1)
    return good[:a] + good[b:]


def _repeated(good: bytes, rng: Random) -> bytes:
    a = rng.randrange(len(good) + 1)
    b = min(len(good), a + rng.randint(1, 64))
    return good[:a] + good[a:b] * rng.randint(2, 40) + good[b:]


def _swollen(good: bytes, rng: Random) -> bytes:
    found = list(NUMBER.finditer(good))
    if not found:
        return good
    place = rng.choice(found)
    huge = rng.choice((b"99999999999999999999", b"-1", b"1e999", b"9" * 400))
    return good[: place.start()] + huge + good[place.end() :]


def _with_nuls(good: bytes, rng: Random) -> bytes:
    place = rng.randrange(len(good) + 1)
    return good[:place] + b"\0" * rng.randint(1, 16) + good[place:]


def _garbled(good: bytes, rng: Random) -> bytes:
    try:
        return good.decode("utf-8").encode(rng.choice(ENCODINGS), "replace")
    except UnicodeDecodeError:
        return good.decode("latin-1").encode("utf-8")


def _noise(good: bytes, rng: Random) -> bytes:
    place = rng.randrange(len(good) + 1)
    return good[:place] + rng.randbytes(rng.randint(1, 200)) + good[place:]


DAMAGES: tuple[Damage, ...] = (
    *(_cut, _beheaded, _flipped, _flipped, _spliced, _repeated, _swollen),
    *(_with_nuls, _garbled, _noise),
)
