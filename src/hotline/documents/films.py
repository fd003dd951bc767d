"""Films and sound in boxes (ISO/IEC 14496-12): whole or not, and without the place of filming."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from hotline.documents.unacceptable import Unacceptable

BROKEN = "录音或视频已损坏或没有传完整，打不开。请核对原文件后重新添加。"
HEADER = 8
LONG_HEADER = 16
# Where telephones write the place, the owner's name and the device: user data and metadata.
PERSONAL = frozenset({b"udta", b"meta", b"uuid"})
CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"moof"})
DEEPEST = 4


class Box(NamedTuple):
    """One box: its name, where it begins, where its body does, and where it ends."""

    name: bytes
    start: int
    body: int
    end: int


def without_place(content: bytes) -> bytes:
    """The film with its user data and metadata blanked; no other byte moves.

    Raises:
        Unacceptable: cut off, or without the box that says what is in it.
    """
    film = bytearray(content)
    if b"moov" not in {box.name for box in _boxes(film, 0, len(film))}:
        raise Unacceptable(BROKEN)
    _blank(film, 0, len(film), depth=0)
    return bytes(film)


def _blank(film: bytearray, start: int, end: int, depth: int) -> None:
    """Turn every personal box into free space of the same length."""
    if depth > DEEPEST:
        raise Unacceptable(BROKEN)
    for box in list(_boxes(film, start, end)):
        if box.name in PERSONAL:
            film[box.start + 4 : box.start + HEADER] = b"free"
            film[box.body : box.end] = bytes(box.end - box.body)
        elif box.name in CONTAINERS:
            _blank(film, box.body, box.end, depth + 1)


def _boxes(film: bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places, one after the other."""
    while start < end:
        if end - start < HEADER:
            raise Unacceptable(BROKEN)
        size, name = struct.unpack_from(">I4s", film, start)
        body = start + HEADER
        if size == 1 and end - start >= LONG_HEADER:
            (size,) = struct.unpack_from(">Q", film, body)
            body = start + LONG_HEADER
        stop = end if size == 0 else start + size
        if not body <= stop <= end:
            raise Unacceptable(BROKEN)
        yield Box(name, start, body, stop)
        start = stop
