"""Let a signed request in once: its nonce is remembered for as long as its moment is accepted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from hotline.records.models import ExchangeNonce, ExchangePart, Road

# Twice the tolerance of the clocks, and some more.
KEPT_FOR = timedelta(minutes=15)
PARTS_KEPT_FOR = timedelta(days=30)
FIRST_SEEN = (
    "INSERT INTO records_exchangenonce (road_id, nonce, at) VALUES (%s, %s, %s)"
    " ON CONFLICT DO NOTHING"
)


def is_first(road: Road, nonce: str, *, at: datetime) -> bool:
    """Remember a request; False for one that was let in before."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_SEEN, [road.pk, nonce, at])
        return bool(cursor.rowcount)


def forget_exchanged(*, at: datetime) -> None:
    """Drop nonces whose requests nobody would let in any more, and files that cases have by now."""
    ExchangeNonce.objects.filter(at__lt=at - KEPT_FOR).delete()
    ExchangePart.objects.filter(received_at__lt=at - PARTS_KEPT_FOR).delete()
