"""The number by which the public may speak of a case: no order, no volume, and no way in.

The receipt code opens a case's progress to its citizen and is told to nobody else; the identity of
a row begins with its moment. So what is published is the identity under a block cipher (SM4, one
block, a key derived from the ring's): 128 bits to 128 bits, found again without a table.
"""

from __future__ import annotations

from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from hotline.records.sealing import keyed_digest

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26  # of five bits each, for 128
BITS = 128


def public_number(identity: UUID) -> str:
    """The public number of a case."""
    encryptor = _cipher().encryptor()
    value = int.from_bytes(encryptor.update(identity.bytes) + encryptor.finalize(), "big")
    return "".join(LETTERS[value >> 5 * place & 31] for place in reversed(range(LENGTH)))


def identity_of(number: str) -> UUID | None:
    """The identity behind a public number, whether or not there is such a case; None for a text
    that is none."""
    if len(number) != LENGTH or any(letter not in LETTERS for letter in number):
        return None
    value = 0
    for letter in number:
        value = value << 5 | LETTERS.index(letter)
    if value >= 2**BITS:
        return None
    decryptor = _cipher().decryptor()
    return UUID(bytes=decryptor.update(value.to_bytes(16, "big")) + decryptor.finalize())


def _cipher() -> Cipher[modes.ECB]:
    # One block under a key of its own is a permutation, which is what is wanted here.
    key = keyed_digest("public number of a case")[:16]
    return Cipher(algorithms.SM4(key), modes.ECB())  # noqa: S305
