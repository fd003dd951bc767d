"""Unlock: a person who mistyped their password too often may try again at once (解除锁定)."""

from __future__ import annotations

from datetime import datetime

from axes.models import AccessAttempt
from django.db import transaction

from hotline.records.models import Staff
from hotline.steps.moving import Refused, permit
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import Writing, book


def unlock(person: Staff, *, by: Staff, at: datetime) -> None:
    """Forget the counted failures of this name; the journal of failures keeps them."""
    permit(by, "manage_staff")
    with transaction.atomic():
        counted, _ = AccessAttempt.objects.filter(username=person.username).delete()
        if not counted:
            raise Refused("person", "这个账号没有被锁定，不必解除。")
        book().write(Writing(rows=[staff_entry("unlock", person, by=by, at=at)]))
