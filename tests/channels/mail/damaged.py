"""Letters damaged by lot: bytes changed, cut, doubled, charsets swapped, marks broken."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.channels.mail.letters import WORDS, letter, many, part
from tests.documents.letters.outlook import winmail_dat

LABELS = (b"gb2312", b"utf-8", b"big5", b"hz-gb-2312", b"utf-7", b"utf-16", b"punycode", b"x")
HURTFUL = (
    b"\0", b"\r", b"\n\n", b"--b1\n", b"--b1--", b"=?gb2312?B?", b"?=", b"=\n", b"<", b"\xff\xfe",
    b";", b'"',
    b"Content-Type: multipart/mixed; boundary=\n", b"Content-Type: message/rfc822\n\n", b"(" * 50,
    b"From: " + b"<" * 40, b"Date: Mon, 99 Foo 99999 99:99:99 +9999\n",
    b"References: <" + b"a" * 300,
)  # fmt: skip


def whole_letters() -> list[bytes]:
    """One of each shape that letters have."""
    text = part("text/plain; charset=gb2312", WORDS.encode("gbk"))
    page = part("text/html; charset=gbk", f"<p>{WORDS}<img src=cid:a>".encode("gbk"))
    picture = part('image/png; name="=?gbk?B?wrc=?="', b"\x89PNG", "Content-ID: <a>")
    outlook = part("application/ms-tnef; name=winmail.dat", winmail_dat(WORDS, {"照.jpg": b"abcd"}))
    inner = b"Content-Type: message/rfc822\n\n" + letter()
    shapes = [many(text, page, kind="alternative"), many(page, picture, kind="related"),
              many(text, inner), many(text, outlook)]  # fmt: skip
    head = "Received: from a by b; Wed, 06 Apr 2022 09:00:00 +0800\r\nReferences: <a@b> <c@d>"
    return [letter(WORDS.encode("gbk"), kind="text/plain", head=head), letter(),
            *(letter(body, kind=kind, head=head) for body, kind in shapes)]  # fmt: skip


def damaged_letters(how_many: int, seed: int) -> Iterator[bytes]:
    """So many damaged letters; the same seed gives the same."""
    lot = random.Random(seed)
    whole = whole_letters()
    for _ in range(how_many):
        raw = bytearray(lot.choice(whole))
        for _ in range(lot.randint(1, 6)):
            _hurt(raw, lot)
        yield bytes(raw)


def _hurt(raw: bytearray, lot: random.Random) -> None:
    """One damage."""
    at = lot.randrange(len(raw) + 1)
    way = lot.randrange(7)
    if way == 0 and raw:
        raw[min(at, len(raw) - 1)] = lot.randrange(256)
    elif way == 1:
        raw[at:at] = lot.choice(HURTFUL)
    elif way == 2:
        del raw[at : at + lot.choice((1, 10, 100))]
    elif way == 3:
        del raw[at:]
    elif way == 4:
        raw[at:at] = raw[at : at + lot.choice((10, 200))]
    elif way == 5:
        raw[at:at] = lot.randbytes(lot.choice((1, 8, 64)))
    else:
        raw[:] = raw.replace(lot.choice(LABELS), lot.choice(LABELS), 1)
