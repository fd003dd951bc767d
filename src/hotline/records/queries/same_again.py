"""Whether the very words that a person hands in were handed in by them minutes ago.

A form that the browser brings back after the Back button has a fresh key, so the key alone cannot
tell a second sending from a second request.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.records.models import Case, Staff
from hotline.records.queries.access import cases_for
from hotline.records.sealing import blind_index

LATELY = timedelta(minutes=10)


def same_lately(staff: Staff, text: str, phone: str, now: datetime) -> Case | None:
    """The case that `staff` registered within LATELY with this text and phone, if they see it."""
    found = cases_for(staff).filter(
        registered_at__gte=now - LATELY, text=text.strip(), contacts__received_by=staff
    )
    index = blind_index(phone)
    same_phone = (
        found.filter(citizen__phone_index=index)
        if index
        else found.filter(citizen__phone_index=None)
    )
    return same_phone.order_by("-registered_at").first()
