"""A little arithmetic that a browser does before it may send a form: cheap once, dear by thousands.

The site hands out a signed challenge that carries the key of one form, when it was issued and how
many zero bits are wanted. The browser looks for a number that, put behind the challenge, gives a
SHA-256 digest beginning with so many zero bits (hashcash, Back 2002). Nothing is stored: the
signature says that we issued it, the key that it was for this form, and because one key makes one
request, a solved challenge is good once.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

GOOD_FOR = timedelta(hours=24)
# Who cannot compute waits instead; nobody reads and fills the form faster than this.
WAIT_INSTEAD = timedelta(seconds=8)
HARDEST = 26
_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}\.[0-9]{1,12}\.[0-9]{1,2}\.[0-9a-f]{32}")
_ANSWER = re.compile(r"[0-9]{1,15}")


class BadChallenge(ValueError):
    """The challenge is not ours, is for something else, or is too old."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What was issued: for the form with this key, at this moment, this hard."""

    key: str
    issued_at: datetime
    bits: int
    token: str


def issued(secret: bytes, purpose: str, key: str, *, at: datetime, bits: int) -> str:
    """A challenge as it is handed out; `key` is 22 characters of base64url (128 random bits).

    `bits` (0 to 26) is how many zero bits are wanted: each more doubles the work.
    """
    body = f"{key}.{int(at.timestamp())}.{min(max(bits, 0), HARDEST)}"
    return f"{body}.{_signature(secret, purpose, body)}"


def read(secret: bytes, purpose: str, token: str, *, at: datetime) -> Challenge:
    """The challenge that came back.

    Raises:
        BadChallenge: altered, issued for another purpose, from the future, or too old.
    """
    if not _SHAPE.fullmatch(token):
        raise BadChallenge("shape")
    body, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature, _signature(secret, purpose, body)):
        raise BadChallenge("signature")
    key, seconds, bits = body.split(".")
    issued_at = datetime.fromtimestamp(int(seconds), at.tzinfo)
    if not issued_at <= at <= issued_at + GOOD_FOR:
        raise BadChallenge("time")
    return Challenge(key, issued_at, int(bits), token)


def solves(challenge: Challenge, answer: str) -> bool:
    """Whether this number is a solution; a number that cannot be read is none."""
    if not _ANSWER.fullmatch(answer):
        return False
    found = hashlib.sha256(f"{challenge.token}:{answer}".encode()).digest()
    return int.from_bytes(found, "big") >> (256 - challenge.bits) == 0


def solved(token: str, bits: int) -> str:
    """The first solution, as a browser finds it: for tests and the measuring program."""
    number = 0
    while True:
        found = hashlib.sha256(f"{token}:{number}".encode()).digest()
        if int.from_bytes(found, "big") >> (256 - bits) == 0:
            return str(number)
        number += 1


def waited(challenge: Challenge, *, at: datetime) -> bool:
    """Whether the form was open for so long that a person may have filled it in."""
    return at - challenge.issued_at >= WAIT_INSTEAD


def _signature(secret: bytes, purpose: str, body: str) -> str:
    return hmac.new(secret, f"{purpose}\x1f{body}".encode(), hashlib.sha256).hexdigest()[:32]
