"""Moments and identities that come out the same in every world, made in this one place.

Nothing of an answer is made alike afterwards but what `records.py` names: so all that the program
draws or reads from a clock is drawn and read here while a world is built or looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from types import SimpleNamespace
from unittest.mock import patch

from django.utils import cache, timezone

from hotline.desk.forms import new_case
from hotline.records import identity
from hotline.rules.workdays import CHINA

# When the worlds are looked at: a Friday, three weeks after the first call.
NOW = datetime(2022, 4, 29, 10, 0, tzinfo=CHINA)
FIRST = 1_640_000_000_000_000_000
ROOM = 10_000
MILLISECOND = 1_000_000


class Clockwork:
    """Draws that depend only on the place they are drawn at and on how many came before there."""

    def __init__(self) -> None:
        self._drawn = 0
        self._place = 0
        self._numbers = 0

    def at_place(self, place: int) -> None:
        """Go on drawing from a place, whatever was drawn before: one world may have done less."""
        self._drawn = place * ROOM
        self._place, self._numbers = place, 0

    def time_ns(self) -> int:
        """The moment that an identity carries."""
        self._drawn += 1
        return FIRST + self._drawn * MILLISECOND

    def urandom(self, size: int) -> bytes:
        """Bytes that look drawn."""
        self._drawn += 1
        return sha256(str(self._drawn).encode()).digest()[:size]

    def randbits(self, bits: int) -> int:
        """A number that looks drawn, by itself: a receipt is one, however many identities were."""
        self._numbers += 1
        drawn = sha256(f"{self._place} {self._numbers}".encode()).digest()
        return int.from_bytes(drawn, "big") >> (256 - bits)

    def new_key(self) -> str:
        """The key of a form."""
        return self.urandom(16).hex()


@contextmanager
def same_every_time() -> Iterator[Clockwork]:
    """Have identities, receipts, forms' keys and the present moment come from one clockwork."""
    clockwork = Clockwork()
    with (
        patch.object(identity, "time", SimpleNamespace(time_ns=clockwork.time_ns)),
        patch.object(identity, "os", SimpleNamespace(urandom=clockwork.urandom)),
        patch.object(identity, "secrets", SimpleNamespace(randbits=clockwork.randbits)),
        patch.object(new_case, "new_key", clockwork.new_key),
        patch.object(cache, "time", SimpleNamespace(time=NOW.timestamp)),
        patch.object(timezone, "now", lambda: NOW),
    ):
        yield clockwork
