"""Reading the file of an export out of its storage, piece by piece.

Each piece is sealed for its own place, so that none can be left out, repeated or put elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.storage import storages

from hotline.records.models import Export
from hotline.records.sealing import unseal_bytes

STORAGE = "exports"


def place_of(row: Export, part: int) -> str:
    """Where a piece lies."""
    return f"{row.pk.hex[-2:]}/{row.pk.hex}-{part:05}"


def column_of(part: int) -> str:
    """What a piece is sealed as."""
    return f"part-{part}"


def pieces_of(row: Export) -> Iterator[bytes]:
    """The file from front to back; raises FileNotFoundError or SealBroken."""
    for part in range(row.parts):
        with storages[STORAGE].open(place_of(row, part)) as stored:
            yield unseal_bytes("export", column_of(part), row.pk, stored.read())
