"""Finding a person of the office."""

from __future__ import annotations

from hotline.records.models import Staff


def active_staff(username: str) -> Staff | None:
    """The person who signs in as `username`, if the account is not ended."""
    return Staff.objects.filter(username=username, is_active=True).first()
