"""The header of a letter: encoded words, names of files and addresses, as mail programs write them.

RFC 2047 forbids to cut a character in two; programs do it all the same, so neighbouring words of
one charset are put together as bytes before they are read. Raw GBK in a header is forbidden too,
and common.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from email.utils import getaddresses
from urllib.parse import unquote_to_bytes

from hotline.documents.letters.charsets import text_of

LONGEST = 20_000
LONGEST_ADDRESS = 254
# The number of a parameter that is not split.
WHOLE = -1
_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_FOLD = re.compile(r"\r?\n(?=[ \t])|[\r\n]+")
_PARAMETER = re.compile(
    rb";\s*([\w!#$&+^`|~.-]{1,60})(\*\d{1,3})?(\*)?\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^;]*)", re.DOTALL
)
_IDENTITY = re.compile(r"<([^<>\s]{1,250})>")


def raw_header(message: Message, name: str) -> bytes:
    """The first header of this name, unfolded, as bytes; empty without one."""
    return next(raw_headers(message, name), b"")


def raw_headers(message: Message, name: str) -> Iterator[bytes]:
    """Every header of this name, in order, each of a bounded length."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            text = _FOLD.sub("", str(value))[:LONGEST]
            yield text.encode("utf-8", "surrogateescape").strip()


def header(message: Message, name: str) -> str:
    """The first header of this name as a person reads it."""
    return words(raw_header(message, name))


def plain_header(message: Message, name: str) -> str:
    """The first header of this name in small letters, for looking at what programs write there."""
    return raw_header(message, name).decode("ascii", "replace").lower()


def words(raw: bytes) -> str:
    """A header's text with its encoded words read."""
    done: list[str] = []
    gathered, charset, end = b"", "", 0
    for found in _WORD.finditer(raw):
        between = raw[end : found.start()]
        label = found[1].decode("ascii", "replace").split("*")[0].lower()
        if gathered and (between.strip() or label != charset):
            done.append(text_of(gathered, charset))
            gathered = b""
        if between.strip():
            done.append(text_of(between))
        gathered, charset, end = gathered + _word(found), label, found.end()
    done += [text_of(gathered, charset), text_of(raw[end:])]
    return " ".join("".join(done).replace("\0", "").split())


def _word(found: re.Match[bytes]) -> bytes:
    """The bytes that an encoded word stands for; a broken one stands for itself."""
    content = found[3]
    if found[2] in b"qQ":
        return quopri.decodestring(content, header=True)
    return unbase64(content) or content


def unbase64(content: bytes) -> bytes:
    """The bytes of a base64 text, whatever stands between its letters or is missing at its end."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def addresses(message: Message, *names: str) -> list[tuple[str, str]]:
    """Names and addresses in headers of these names; addresses in small letters."""
    found: list[tuple[str, str]] = []
    for name in names:
        for raw in raw_headers(message, name):
            text = raw[:4000].decode("ascii", "surrogateescape")
            for person, address in getaddresses([text])[:200]:
                known = words(person.encode("utf-8", "surrogateescape"))
                found.append((known, _address(address)))
    return [(person, address) for person, address in found if person or address]


def _address(text: str) -> str:
    """An address that can be written to, or nothing."""
    address = text.strip().strip("<>").lower()
    fits = len(address) <= LONGEST_ADDRESS and re.fullmatch(r"[!-?A-~]+@[a-z0-9.-]+", address)
    return address if fits else ""


def identities(message: Message, *names: str) -> list[str]:
    """The identities of letters that headers of these names speak of, without angle brackets."""
    found: list[str] = []
    for name in names:
        for raw in raw_headers(message, name):
            found += _IDENTITY.findall(raw.decode("ascii", "replace"))
    return list(dict.fromkeys(found))[:200]


def parameters(raw: bytes) -> dict[str, str]:
    """The parameters of a header: plain, quoted, as encoded words, split and encoded (RFC 2231)."""
    pieces: dict[str, list[tuple[int, bool, bytes]]] = {}
    for found in _PARAMETER.finditer(raw[:LONGEST]):
        value = found[4].strip()
        if value.startswith(b'"'):
            value = re.sub(rb"\\(.)", rb"\1", value[1:-1]) if len(value) > 1 else b""
        number = int(found[2][1:]) if found[2] else WHOLE
        name = found[1].decode("ascii").lower()
        pieces.setdefault(name, []).append((number, bool(found[3]), value))
    return {
        name: _whole(sorted(given, key=lambda piece: piece[0])) for name, given in pieces.items()
    }


def _whole(pieces: list[tuple[int, bool, bytes]]) -> str:
    """A parameter put together, the encoded way before the plain one; its first piece tells the
    charset."""
    given = [piece for piece in pieces if piece[0] == WHOLE and piece[1]]
    split = [piece for piece in pieces if piece[0] != WHOLE]
    chosen = given[:1] or split or pieces[:1]
    if not any(is_encoded for _, is_encoded, _ in chosen):
        return words(b"".join(value for _, _, value in chosen))
    label, quote, rest = chosen[0][2].partition(b"'")
    content = unquote_to_bytes(rest.partition(b"'")[2] if quote else label)
    for _, is_encoded, value in chosen[1:]:
        content += unquote_to_bytes(value) if is_encoded else value
    return text_of(content, label.decode("ascii", "replace") if quote else "").replace("\0", "")
