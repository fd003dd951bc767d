"""Keep a draft: what somebody has typed is safe before they send it, and gone once they did."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from hotline.records.models import Draft, Staff

KEPT_FOR = timedelta(days=14)


def keep_draft(key: str, fields: str, *, seen: int, by: Staff, at: datetime) -> tuple[Draft, bool]:
    """Store the JSON of a form's fields over what was kept; `seen` is the version known to the
    page. Says also whether another page has saved the same form meanwhile: the later saving wins,
    and the page tells its person."""
    identity = Draft.identity(by, key)
    facts = {"fields_sealed": Draft.sealed(identity, fields), "saved_at": at}
    with transaction.atomic():
        row, is_new = Draft.objects.select_for_update().get_or_create(
            pk=identity, defaults={"staff": by, "key": key, "version": 1, **facts}
        )
        if is_new:
            return row, False
        is_overtaken = row.version != seen
        row.version += 1
        Draft.objects.filter(pk=identity).update(version=row.version, **facts)
    row.saved_at = at
    return row, is_overtaken


def drop_drafts(keys: Collection[str], *, by: Staff) -> int:
    """Forget these forms of a person: they were sent or given up; says how many there were."""
    mine = Draft.objects.filter(pk__in=[Draft.identity(by, key) for key in keys])
    return mine.delete()[0]


def drop_old_drafts(*, at: datetime) -> int:
    """Forget the drafts that nobody took up again; says how many."""
    return Draft.objects.filter(saved_at__lt=at - KEPT_FOR).delete()[0]
