"""What a citizen may ask with the receipt code: how far the case is, and nothing personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.records.models import Case
from hotline.records.scope import only_receipt
from hotline.rules.life import Status

RECEIPT_LENGTH = 12
# Crockford's base 32: letters that are easily misread stand for the digits they look like.
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a case is: its status and the moments that a citizen may know."""

    receipt: str
    status: Status
    registered_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None


def clean_receipt(typed: str) -> str:
    """A receipt code as it is stored, whatever spaces, hyphens or small letters were typed."""
    return typed.strip().upper().translate(MISREAD)


def progress_of(receipt: str) -> Progress | None:
    """The progress of the case with this receipt code; None where there is none."""
    facts = ("receipt", "status", "registered_at", "accepted_at", "closed_at")
    with only_receipt(receipt):
        row = Case.objects.filter(receipt=receipt).values(*facts).first()
    return Progress(**{**row, "status": Status(row["status"])}) if row else None
