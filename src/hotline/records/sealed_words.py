"""Words that tell of a person, carried in an address without being readable there.

An address is kept by browsers and proxies and sent to colleagues. A phone or identity number that
somebody looks for stands in it only as a sealed key, which opens for that person alone. Sealing is
authenticated, so nobody can make a key up; each sealing looks different, so keys tell nothing.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from uuid import UUID

from hotline.records.models import Staff
from hotline.records.sealing import SealBroken, seal_bytes, unseal_bytes

LONGEST_KEY = 600
# Digits as people write numbers of phones and of identity, with what may stand between them.
LONG_NUMBER = re.compile(r"\d(?:[\s()-]{0,2}[\dXx]){6,}")
CASE_NUMBER = re.compile(r"^[A-Za-z]{1,6}\d{8}-?\d*$")


def is_private(words: str) -> bool:
    """Whether words hold a number that can be a person's, and not just that of a case."""
    plain = unicodedata.normalize("NFKC", words).strip()
    return LONG_NUMBER.search(plain) is not None and CASE_NUMBER.match(plain) is None


def seal_words(staff: Staff, words: str) -> str:
    """A key that stands for `words` in an address, for `staff` alone."""
    sealed = seal_bytes("address", "words", _place(staff), words.encode())
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def open_words(staff: Staff, key: str) -> str:
    """What a key of this very person stands for; empty for any other key."""
    if not key or len(key) > LONGEST_KEY or not key.isascii():
        return ""
    try:
        sealed = base64.b64decode(key + "=" * (-len(key) % 4), "-_", validate=True)
        return unseal_bytes("address", "words", _place(staff), sealed).decode()
    except (binascii.Error, ValueError, SealBroken):
        return ""


def _place(staff: Staff) -> UUID:
    return UUID(int=staff.pk)
