"""What a thing that is owed says, kept before it is said: every attempt says the very same.

Else an attempt whose answer was lost and the next one could differ, because the case moved between
them, and the other side would have two messages of one identity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from hotline.records.models import Delivery
from hotline.records.scope import everything
from hotline.records.sealing import seal_bytes, unseal_bytes


@everything()
def bodies_of(rows: Sequence[Delivery], composed: Mapping[UUID, bytes]) -> dict[UUID, bytes]:
    """The bytes of each row: those kept, else the composed ones, which are kept now.

    Who composes the same row at the same moment is told the other's.
    """
    found = {row.pk: kept_body(row) for row in rows if row.body_sealed is not None}
    if not composed:
        return found
    with transaction.atomic():
        locked = Delivery.objects.filter(pk__in=composed.keys()).order_by("pk")
        held = list(locked.select_for_update(of=("self",)).only("pk", "body_sealed"))
        for row in held:
            if row.body_sealed is None:
                row.body_sealed = seal_bytes("delivery", "body", row.pk, composed[row.pk])
        Delivery.objects.bulk_update(held, ["body_sealed"])
    sealed = {row.pk: row.body_sealed for row in held}
    for row in rows:
        row.body_sealed = sealed.get(row.pk, row.body_sealed)
    return found | {row.pk: kept_body(row) for row in held}


def kept_body(row: Delivery) -> bytes:
    """What was kept of a row."""
    return unseal_bytes("delivery", "body", row.pk, row.body_sealed or b"")
