"""Identities made by us and not by the database, so that a row is known before it is stored.

UUID version 7 (RFC 9562): ordered by time, so indexes grow at one end; 74 random bits, so it
tells nothing to a guesser. Encrypted columns need the row's identity before the first insert.
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
    """A fresh UUIDv7 of this moment."""
    milliseconds = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (2**48 - 1)) << 80
    value |= 0x7 << 76 | (tail >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | tail & (2**62 - 1)
    return UUID(int=value)


def new_receipt() -> str:
    """A citizen's receipt code: 60 random bits, no order, no volume, no ambiguous letters."""
    return "".join(secrets.choice(_CROCKFORD) for _ in range(_RECEIPT_LENGTH))


class IdentityField(models.UUIDField):
    """A primary key made by `new_id`; migrations see a plain UUID column and import nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"primary_key": True, "editable": False, **options, "default": new_id})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """The column as a plain Django field."""
        name, _path, args, options = super().deconstruct()
        options.pop("default", None)
        return name, "django.db.models.UUIDField", args, options
