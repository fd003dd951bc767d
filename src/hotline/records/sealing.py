"""Sealing personal data: SM4-GCM for columns, HMAC-SM3 for exact look-up without unsealing.

Sources: GB/T 32907 (SM4), GB/T 32905 (SM3), GB/T 39786. The keys lie outside the database in a
key ring file. A sealed value is `1 byte key number | 12 bytes nonce | ciphertext and tag`; its
associated data is table‖column‖row, so that a value moved to another row does not open.
"""

from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

NONCE_BYTES = 12
TAG_BYTES = 16
MOBILE_DIGITS = 11
FEWEST_DIGITS = 7
TAIL_DIGITS = 4


class SealBroken(Exception):
    """A sealed value does not open: another row's, altered, or of a key that is not in the ring."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys: `sealing` by number (the highest seals, all open), one for the blind index."""

    sealing: dict[int, bytes]
    index: bytes

    @classmethod
    def from_file(cls, path: Path) -> KeyRing:
        """Read a key ring file: {"sealing": {"1": hex}, "index": hex}, 16 and 32 bytes."""
        body = json.loads(path.read_text("utf-8"))
        sealing = {int(number): bytes.fromhex(key) for number, key in body["sealing"].items()}
        return cls(sealing, bytes.fromhex(body["index"]))

    @staticmethod
    def fresh() -> str:
        """The text of a new key ring file with random keys."""
        return json.dumps({"sealing": {"1": os.urandom(16).hex()}, "index": os.urandom(32).hex()})


@lru_cache(maxsize=1)
def key_ring() -> KeyRing:
    """This installation's key ring, read once."""
    return KeyRing.from_file(Path(settings.HOTLINE_KEYRING))


def _associated(table: str, column: str, row: UUID) -> bytes:
    return f"{table}\x1f{column}\x1f{row}".encode()


def seal_bytes(table: str, column: str, row: UUID, value: bytes) -> bytes:
    """`value` sealed for this one place."""
    ring = key_ring()
    number = max(ring.sealing)
    nonce = os.urandom(NONCE_BYTES)
    encryptor = Cipher(algorithms.SM4(ring.sealing[number]), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(_associated(table, column, row))
    body = encryptor.update(value) + encryptor.finalize()
    return bytes([number]) + nonce + body + encryptor.tag


def unseal_bytes(table: str, column: str, row: UUID, sealed: bytes | memoryview) -> bytes:
    """The value sealed for this place; raises SealBroken."""
    raw = bytes(sealed)
    key = key_ring().sealing.get(raw[0]) if raw else None
    if key is None or len(raw) < 1 + NONCE_BYTES + TAG_BYTES:
        raise SealBroken(f"{table}.{column}")
    nonce, body, tag = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES : -TAG_BYTES], raw[-TAG_BYTES:]
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(_associated(table, column, row))
    try:
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag as error:
        raise SealBroken(f"{table}.{column}") from error


def seal(table: str, column: str, row: UUID, value: str) -> bytes | None:
    """A text sealed for this place; None for an empty one."""
    return seal_bytes(table, column, row, value.encode()) if value else None


def unseal(table: str, column: str, row: UUID, sealed: bytes | memoryview | None) -> str:
    """The text sealed for this place; empty for None."""
    return unseal_bytes(table, column, row, sealed).decode() if sealed is not None else ""


def blind_index(phone: str) -> bytes | None:
    """The look-up value of a phone number: HMAC-SM3 over its national digits.

    None for what is no citizen's number (none given, a service number, too short to be one), so
    that strangers without a phone are never taken for one person.
    """
    digits = phone_digits(phone)
    return keyed_digest(digits) if len(digits) >= FEWEST_DIGITS else None


def keyed_digest(text: str) -> bytes:
    """HMAC-SM3 under the ring's index key: to know a short secret again without keeping it."""
    mac = hmac.HMAC(key_ring().index, hashes.SM3())
    mac.update(text.encode())
    return mac.finalize()


def tail_index(phone: str) -> bytes | None:
    """The look-up value of a number's last four digits, apart from that of the whole number."""
    digits = phone_digits(phone)
    if len(digits) < TAIL_DIGITS:
        return None
    mac = hmac.HMAC(key_ring().index, hashes.SM3())
    mac.update(f"tail {digits[-TAIL_DIGITS:]}".encode())
    return mac.finalize()


def phone_digits(phone: str) -> str:
    """The digits of a number as it is dialled inside China, however it was written.

    Full-width digits, spaces, dashes and the country code (+86, 0086, or 86 before a mobile number)
    make no difference: +86 434-326 0000 and 0434-3260000 are one number.
    """
    written = unicodedata.normalize("NFKC", phone).strip()
    digits = "".join(each for each in written if each.isascii() and each.isdigit())
    if written.startswith("+86") or digits.startswith("0086"):
        national = digits.removeprefix("00").removeprefix("86")
        is_mobile = len(national) == MOBILE_DIGITS and national.startswith("1")
        return national if is_mobile or national.startswith("0") else f"0{national}"
    if len(digits) == len("86") + MOBILE_DIGITS and digits.startswith("861"):
        return digits.removeprefix("86")
    return digits


def digest(*parts: bytes) -> bytes:
    """The SM3 digest of some bytes, 32 bytes."""
    state = hashes.Hash(hashes.SM3())
    for part in parts:
        state.update(part)
    return state.finalize()
