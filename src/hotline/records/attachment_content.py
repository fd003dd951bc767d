"""Reading the bytes of attachments out of their storage.

They are sealed like every personal data (`sealing.py`): a folder or a bucket without the key ring
gives nobody away.
"""

from __future__ import annotations

from django.core.files.storage import storages

from hotline.records.models import Attachment
from hotline.records.sealing import unseal_bytes

STORAGE = "attachments"


def place_of(row: Attachment, column: str) -> str:
    """Where a row's bytes go: by digest, and by row, so that no two rows share a file."""
    digest = bytes(row.digest).hex()
    return f"{digest[:2]}/{digest[2:4]}/{digest}-{row.pk.hex}.{column}"


def content_of(row: Attachment) -> bytes:
    """The attachment itself; raises FileNotFoundError or SealBroken."""
    return _read(row, "content", row.key)


def small_of(row: Attachment) -> bytes:
    """The small picture of a picture."""
    return _read(row, "small", row.small_key)


def _read(row: Attachment, column: str, key: str) -> bytes:
    with storages[STORAGE].open(key) as stored:
        return unseal_bytes("attachment", column, row.pk, stored.read())
