"""Which pairs of characters a model met when it learned, in little room: new words show as pairs
that it never met.

A field of bits, one per hash of a pair; a few hits are chance, which makes the share a little small
and never large.
"""

from __future__ import annotations

import re
from binascii import crc32
from collections.abc import Iterable, Iterator

BITS = 1 << 19
HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


def known_words(texts: Iterable[str]) -> bytes:
    """The pairs of all these texts."""
    field = bytearray(BITS // 8)
    for text in texts:
        for place in _places(text):
            field[place >> 3] |= 1 << (place & 7)
    return bytes(field)


def unknown_share(known: bytes, texts: Iterable[str]) -> tuple[int, int]:
    """How many pairs of these texts were never met, and how many there are."""
    unknown = number = 0
    for text in texts:
        for place in _places(text):
            number += 1
            unknown += not known[place >> 3] & (1 << (place & 7))
    return unknown, number


def _places(text: str) -> Iterator[int]:
    for part in HAN.findall(text):
        for start in range(len(part) - 1):
            yield crc32(part[start : start + 2].encode()) % BITS
