"""The softphone accounts: whose there is one, and its password for that person alone."""

from __future__ import annotations

from hotline.records.models import Softphone, Staff
from hotline.records.sealing import unseal_bytes

SEALED = ("softphone", "password")


def softphone_of(staff: Staff) -> Softphone | None:
    """The account of a person; None where none was set up."""
    return Softphone.objects.filter(staff=staff).first()


def password_of(row: Softphone) -> str:
    """The password, for the person's own page."""
    return unseal_bytes(*SEALED, row.pk, row.password_sealed).decode()
