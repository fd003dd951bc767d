"""Identities made by us and not by the database, so that a row is known before it is stored.

UUID version 7 (RFC 9562): ordered by time, so indexes grow at one end, and rows made one after the
other sort in that order even within a millisecond; 62 random bits, so it tells nothing to a
guesser. Encrypted columns need the row's identity before the first insert.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import models

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RECEIPT_LENGTH = 12


def new_id() -> UUID:
    """A fresh UUIDv7 of this moment; 12 bits say the part of the millisecond (RFC 9562, 6.2)."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76 | (rest * 2**12 // 1_000_000) << 64
    value |= 0b10 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=value)


def new_receipt() -> str:
    """A citizen's receipt code: 60 random bits, no order, no volume, no ambiguous letters."""
    bits = secrets.randbits(5 * _RECEIPT_LENGTH)
    return "".join(_CROCKFORD[bits >> 5 * place & 31] for place in range(_RECEIPT_LENGTH))


class IdentityField(models.UUIDField):  # type: ignore[type-arg]
    """A primary key made by `new_id`; migrations see a plain UUID column and import nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"primary_key": True, "editable": False, **options, "default": new_id})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """The column as a plain Django field."""
        name, _path, args, options = super().deconstruct()
        options.pop("default", None)
        return name, "django.db.models.UUIDField", args, options
