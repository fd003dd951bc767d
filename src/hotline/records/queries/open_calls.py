"""The calls that an exchange had when it was last heard: what a new start goes on from."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.records.models import Call

STANDINGS = {
    "queued": "waiting",
    "ringing": "ringing",
    "talking": "talking",
    "held": "held",
    "with_third": "third",
}
MOST = 5_000


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call by the exchange's name, and how it stands in the words of `stories.py`."""

    key: str
    standing: str


def calls_on(exchange: str) -> list[OpenCall]:
    """Those that are not over, the latest first."""
    rows = Call.objects.filter(road__code=exchange, state__in=tuple(STANDINGS))
    found = rows.order_by("-offered_at").values_list("exchange_key", "state")[:MOST]
    return [OpenCall(key, STANDINGS[state]) for key, state in found if key]
