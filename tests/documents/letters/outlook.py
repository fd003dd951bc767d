"""A winmail.dat written by hand: the stream of attributes of [MS-OXTNEF]."""

from __future__ import annotations

import struct

SIGNATURE = 0x223E9F78
MESSAGE, FILE = 1, 2


def attribute(level: int, name: int, kind: int, content: bytes) -> bytes:
    """One attribute with its checksum."""
    head = struct.pack("<BHHI", level, name, kind, len(content))
    return head + content + struct.pack("<H", sum(content) & 0xFFFF)


def winmail_dat(text: str, files: dict[str, bytes]) -> bytes:
    """A message in codepage 936 with this text and these files."""
    pieces = [
        struct.pack("<IH", SIGNATURE, 1),
        attribute(MESSAGE, 0x9006, 8, struct.pack("<I", 0x10000)),
        attribute(MESSAGE, 0x9007, 6, struct.pack("<II", 936, 0)),
        attribute(MESSAGE, 0x800C, 2, text.encode("gbk") + b"\0"),
    ]
    for name, content in files.items():
        pieces += [
            attribute(FILE, 0x9002, 6, bytes(14)),
            attribute(FILE, 0x8010, 1, name.encode("gbk") + b"\0"),
            attribute(FILE, 0x800F, 6, content),
        ]
    return b"".join(pieces)
