"""Keep a sign-in: who came in and when; where from is kept by the lock on sign-ins alone (登录)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Staff
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import Writing, book


def keep_sign_in(person: Staff, *, at: datetime) -> None:
    """Journal that the person has signed in; without this entry nobody gets in."""
    book().write(Writing(rows=[staff_entry("sign_in", person, by=person, at=at)]))
