"""What WeChat posts and wants back: flat XML, signed, in safe mode encrypted too.

Sources: 消息加解密说明 (AES-256-CBC, PKCS#7 to 32 bytes, 16 random bytes, length, message, appid;
SHA-1 over the sorted parts). No document type, no entity and no deep nesting is read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import struct
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

LARGEST = 64 * 1024
DEEPEST = 8
MOST = 200
BLOCK = 32
RANDOM = 16
KEY_LENGTH = 43


class NotWeChat(ValueError):
    """What came is no message of WeChat for this account."""


def fields_of(raw: bytes) -> dict[str, str]:
    """The texts of the elements right below the root, the last of each name."""
    if len(raw) > LARGEST:
        raise NotWeChat("too large")
    found: dict[str, list[str]] = {}
    path: list[str] = []

    def refuse(*_: object) -> None:
        raise NotWeChat("document type")

    def start(name: str, _: object) -> None:
        path.append(name)
        if len(path) > DEEPEST or len(found) > MOST:
            raise NotWeChat("too deep")
        if len(path) == 2:  # noqa: PLR2004 - right below the root
            found[name] = []

    def text(given: str) -> None:
        if len(path) == 2:  # noqa: PLR2004
            found[path[1]].append(given)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse  # type: ignore[assignment]
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.EndElementHandler = lambda _: path.pop()
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, UnicodeError, ValueError, LookupError) as error:
        raise NotWeChat("no XML") from error
    return {name: "".join(parts).strip() for name, parts in found.items()}


def written(fields: Mapping[str, str]) -> bytes:
    """Flat XML of these fields."""
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    return f"<xml>{inner}</xml>".encode()


def signature(*parts: str) -> str:
    """WeChat's own: SHA-1 over the parts in their order."""
    joined = "".join(sorted(parts)).encode()
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def is_signed(given: str, *parts: str) -> bool:
    """Whether a signature is right; takes as long for a wrong one."""
    return hmac.compare_digest(signature(*parts).encode(), given.encode())


def sealed(message: bytes, key: str, app: str) -> str:
    """A message encrypted for the account."""
    plain = os.urandom(RANDOM) + struct.pack(">I", len(message)) + message + app.encode()
    fill = BLOCK - len(plain) % BLOCK
    encryptor = _cipher(key).encryptor()
    closed = encryptor.update(plain + bytes([fill]) * fill) + encryptor.finalize()
    return base64.b64encode(closed).decode()


def opened(closed: str, key: str, app: str) -> bytes:
    """The message inside; raises NotWeChat for one that is not for this account."""
    try:
        decryptor = _cipher(key).decryptor()
        plain = decryptor.update(base64.b64decode(closed, validate=True)) + decryptor.finalize()
    except (ValueError, binascii.Error) as error:
        raise NotWeChat("no ciphertext") from error
    fill = plain[-1] if plain else 0
    if not 1 <= fill <= BLOCK or len(plain) < RANDOM + 4 + fill:
        raise NotWeChat("no padding")
    body = plain[RANDOM:-fill]
    (length,) = struct.unpack(">I", body[:4])
    message, whose = body[4 : 4 + length], body[4 + length :]
    if len(message) != length or not hmac.compare_digest(whose, app.encode()):
        raise NotWeChat("another account")
    return message


def _cipher(key: str) -> Cipher[modes.CBC]:
    try:
        secret = base64.b64decode(key + "=", validate=True)
    except binascii.Error as error:
        raise NotWeChat("bad key") from error
    if len(key) != KEY_LENGTH or len(secret) != BLOCK:
        raise NotWeChat("bad key")
    return Cipher(algorithms.AES(secret), modes.CBC(secret[:RANDOM]))
