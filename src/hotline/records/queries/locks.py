"""How often a name was tried in vain within the last minutes, and until when it is locked."""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone

from hotline.rules.accounts import LOCKED_MINUTES, NAME_LIMIT, PAIR_LIMIT

LOCKED_FOR = timedelta(minutes=LOCKED_MINUTES)


def failures(username: str, address: str | None) -> tuple[int, int]:
    """Failures of this name from this address, and from all addresses."""
    found = _recent(username).aggregate(
        pair=Sum("failures_since_start", filter=Q(ip_address=address)),
        name=Sum("failures_since_start"),
    )
    return found["pair"] or 0, found["name"] or 0


def locked_until(username: str, address: str | None = None) -> datetime | None:
    """When the name may be tried again; without an address, from wherever it is locked."""
    rows = _recent(username).values("ip_address")
    counted = list(rows.annotate(tries=Sum("failures_since_start"), last=Max("attempt_time")))
    if sum(row["tries"] for row in counted) < NAME_LIMIT:
        counted = [
            row
            for row in counted
            if row["tries"] >= PAIR_LIMIT and address in (None, row["ip_address"])
        ]
    return max((row["last"] + LOCKED_FOR for row in counted), default=None)


def _recent(username: str) -> QuerySet[AccessAttempt]:
    return AccessAttempt.objects.filter(
        username=username, attempt_time__gt=timezone.now() - LOCKED_FOR
    )
