"""Signing a request and telling whether it was signed, with Ed25519 (RFC 8032).

Each side of a road has a key pair of its own for this road alone, so that nobody, the other side
included, can say anything in its name, and what was signed for one road is worth nothing on
another.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hotline.records.sealing import digest

VERSION = "HOTLINE-EXCHANGE-1"
TIME, NONCE, SIGNATURE = "Hotline-Time", "Hotline-Nonce", "Hotline-Signature"
TOLERANCE = timedelta(minutes=5)
KEY_BYTES, NONCE_BYTES = 32, 18
SIGNATURE_LENGTH = 88
_MOMENT = re.compile(r"[0-9]{9,12}", re.ASCII)
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)


class BadKey(ValueError):
    """What was given is no key: 32 bytes in base64."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What the headers of a request say: when, which request, and by whom signed."""

    moment: str
    nonce: str
    signature: bytes

    @property
    def at(self) -> datetime:
        """The moment that the sender gives."""
        return datetime.fromtimestamp(int(self.moment), UTC)


def new_key_pair() -> tuple[str, str]:
    """A fresh private key and the public one for the other side, in base64."""
    private = Ed25519PrivateKey.generate()
    return _written(private.private_bytes_raw()), _written(private.public_key().public_bytes_raw())


def public_of(private: str) -> str:
    """The public key that belongs to a private one."""
    return _written(private_key(private).public_key().public_bytes_raw())


def private_key(text: str) -> Ed25519PrivateKey:
    """A private key out of its base64; raises BadKey."""
    return Ed25519PrivateKey.from_private_bytes(_key_bytes(text))


def public_keys(text: str) -> tuple[Ed25519PublicKey, ...]:
    """The public keys in a text, with blanks between them: two while one follows the other."""
    return tuple(Ed25519PublicKey.from_public_bytes(_key_bytes(each)) for each in text.split())


def headers_for(
    key: Ed25519PrivateKey, method: str, target: str, body: bytes, at: datetime
) -> dict[str, str]:
    """The three headers that sign a request; each call has a nonce of its own."""
    moment, nonce = str(int(at.timestamp())), secrets.token_urlsafe(NONCE_BYTES)
    signature = key.sign(signed_text(method, target, body, moment, nonce))
    return {TIME: moment, NONCE: nonce, SIGNATURE: _written(signature)}


def signed_text(method: str, target: str, body: bytes, moment: str, nonce: str) -> bytes:
    """The bytes that are signed: six lines, the body by its SM3."""
    return "\n".join((VERSION, method, target, digest(body).hex(), moment, nonce)).encode()


def read_headers(headers: Mapping[str, str]) -> Signed | None:
    """What a request's headers say, or None where they are not there or not well formed."""
    moment, nonce = headers.get(TIME, ""), headers.get(NONCE, "")
    written = headers.get(SIGNATURE, "")
    if not (_MOMENT.fullmatch(moment) and _NONCE.fullmatch(nonce)):
        return None
    try:
        signature = base64.b64decode(written[: SIGNATURE_LENGTH + 1], validate=True)
    except (binascii.Error, ValueError):
        return None
    return Signed(moment, nonce, signature)


def is_signed_by(
    keys: Iterable[Ed25519PublicKey], signed: Signed, method: str, target: str, body: bytes
) -> bool:
    """Whether one of the keys made the signature; the library compares in constant time."""
    text = signed_text(method, target, body, signed.moment, signed.nonce)
    return sum(_verifies(key, signed.signature, text) for key in keys) > 0  # all, always


def _verifies(key: Ed25519PublicKey, signature: bytes, text: bytes) -> bool:
    try:
        key.verify(signature, text)
    except InvalidSignature:
        return False
    return True


def _key_bytes(text: str) -> bytes:
    try:
        raw = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKey("base64") from error
    if len(raw) != KEY_BYTES:
        raise BadKey("length")
    return raw


def _written(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


# A key that nobody holds: a road that is not there takes as long to refuse as a wrong signature.
NOBODY = (Ed25519PrivateKey.generate().public_key(),)
