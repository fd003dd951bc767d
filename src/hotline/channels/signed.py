"""A signed call from another program: HMAC over the moment and the body, good for five minutes."""

from __future__ import annotations

import hashlib
import hmac

from django.http import HttpRequest

TIMESTAMP, SIGNATURE = "X-Hotline-Timestamp", "X-Hotline-Signature"
TOLERANCE = 300


def signed(secret: str, seconds: int, body: bytes) -> str:
    """The signature in hexadecimal digits."""
    return hmac.digest(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hex()


def is_signed(request: HttpRequest, secret: str, now: float) -> bool:
    """Whether a request carries a good signature of these minutes."""
    given = request.headers.get(TIMESTAMP, "")
    if not secret or not (given.isascii() and given.isdigit()) or len(given) > 12:  # noqa: PLR2004
        return False
    if abs(now - int(given)) > TOLERANCE:
        return False
    right = signed(secret, int(given), request.body)
    return hmac.compare_digest(right.encode(), request.headers.get(SIGNATURE, "").encode())
