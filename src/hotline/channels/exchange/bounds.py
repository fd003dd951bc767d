"""How much one road may ask: a bucket of requests that fills again, in each web process."""

from __future__ import annotations

import time
from threading import Lock
from uuid import UUID

MOST_AT_ONCE = 200.0
PER_SECOND = 50.0
LARGEST_BODY = 2 * 1024 * 1024
LARGEST_LINE = 1024 * 1024
MOST_LINES = 100

_buckets: dict[UUID, tuple[float, float]] = {}
_lock = Lock()


def may_ask(road: UUID, now: float | None = None) -> bool:
    """Take one request out of the road's bucket; False when it is empty."""
    moment = time.monotonic() if now is None else now
    with _lock:
        left, since = _buckets.get(road, (MOST_AT_ONCE, moment))
        left = min(MOST_AT_ONCE, left + (moment - since) * PER_SECOND)
        allowed = left >= 1
        _buckets[road] = (left - 1 if allowed else left, moment)
    return allowed
