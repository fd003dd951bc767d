"""The bytes of attachments: sealed, named by digest and row, in the storage of the setting."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from hotline.records.attachment_content import STORAGE, place_of
from hotline.records.models import Attachment
from hotline.records.sealing import seal_bytes


def keep_content(row: Attachment, content: bytes, small: bytes) -> None:
    """Store a row's bytes before the row itself, and tell the row where they are."""
    row.key = _kept(row, "content", content)
    row.small_key = _kept(row, "small", small) if small else ""


def drop_content(row: Attachment) -> None:
    """Delete a row's bytes; what is gone already is no failure."""
    for key in filter(None, (row.key, row.small_key)):
        storages[STORAGE].delete(key)


def _kept(row: Attachment, column: str, content: bytes) -> str:
    sealed = seal_bytes("attachment", column, row.pk, content)
    return storages[STORAGE].save(place_of(row, column), ContentFile(sealed))
