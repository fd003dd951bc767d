"""Prove that every case is found by the words that it has, and mend where it is not.

Each batch is stored by itself, so whoever is interrupted begins again and loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from hotline.records.models import Case, CaseWords
from hotline.records.scope import everything
from hotline.steps.storing.searched import words_of_case

AT_ONCE = 500
KEPT = tuple(field.attname for field in CaseWords._meta.concrete_fields if not field.primary_key)


@everything()
def not_searched() -> bool:
    """Whether there is a case that no word finds."""
    kept = CaseWords.objects.filter(pk=OuterRef("pk"))
    return Case.objects.filter(~Exists(kept)).exists()


def refill_words(*, repair: bool) -> Iterator[tuple[int, int]]:
    """Goes through all cases; tells after each batch how many were read and how many differ."""
    last: UUID | None = None
    read = differ = 0
    while True:
        with everything(), transaction.atomic():
            rows = _next(last)
            kept = CaseWords.objects.in_bulk([row.pk for row in rows])
            wrong = [row for row in rows if not _is_same(kept.get(row.pk), words_of_case(row))]
            if repair and wrong:
                CaseWords.objects.filter(pk__in=[row.pk for row in wrong]).delete()
                CaseWords.objects.bulk_create([words_of_case(row) for row in wrong])
        if not rows:
            return
        last, read, differ = rows[-1].pk, read + len(rows), differ + len(wrong)
        yield read, differ


def _next(last: UUID | None) -> list[Case]:
    """The next cases in the order of their identities, locked against a change meanwhile."""
    found = Case.objects.order_by("pk").select_for_update(no_key=True)
    return list(found.filter(pk__gt=last)[:AT_ONCE] if last else found[:AT_ONCE])


def _is_same(kept: CaseWords | None, new: CaseWords) -> bool:
    return kept is not None and all(getattr(kept, name) == getattr(new, name) for name in KEPT)
