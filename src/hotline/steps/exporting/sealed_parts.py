"""Keeping the file of an export: pieces of some megabytes, each sealed before it is stored.

The whole is never in memory nor, unsealed, on a disk; a folder and a bucket take it alike.
"""

from __future__ import annotations

import io

from cryptography.hazmat.primitives import hashes
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from hotline.records.export_content import STORAGE, column_of, place_of
from hotline.records.models import Export
from hotline.records.sealing import seal_bytes

PART_BYTES = 4 * 1024 * 1024


class SealedParts(io.RawIOBase):
    """A file that is written once, from front to back."""

    def __init__(self, row: Export) -> None:
        self._row = row
        self._held = bytearray()
        self._digest = hashes.Hash(hashes.SM3())
        self.parts = 0
        self.size = 0

    def writable(self) -> bool:
        """It is; and nobody goes back in it."""
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Take all of `data`."""
        self._held += data
        while len(self._held) >= PART_BYTES:
            self._keep(PART_BYTES)
        return len(data)

    def finish(self) -> bytes:
        """Keep what is left; gives the SM3 digest of the whole file."""
        if self._held:
            self._keep(len(self._held))
        return self._digest.finalize()

    def _keep(self, size: int) -> None:
        piece = bytes(self._held[:size])
        del self._held[:size]
        sealed = seal_bytes("export", column_of(self.parts), self._row.pk, piece)
        name, storage = place_of(self._row, self.parts), storages[STORAGE]
        storage.delete(name)  # what a worker that was killed had written
        storage.save(name, ContentFile(sealed))
        self._digest.update(piece)
        self.parts += 1
        self.size += size


def drop_parts(row: Export) -> None:
    """Delete every piece, also those of a file that was never finished."""
    part, storage = 0, storages[STORAGE]
    while part < row.parts or storage.exists(place_of(row, part)):
        storage.delete(place_of(row, part))
        part += 1
