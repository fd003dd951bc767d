"""Calls as the lines of a list: numbers masked, how long they waited and talked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from hotline.records.models import Call
from hotline.records.queries.calls import masked_number
from hotline.records.queries.seats import queue_names
from hotline.rules.calls import OUTCOMES, STATE_NAMES, CallState


def call_lines(rows: QuerySet[Call] | Iterable[Call]) -> list[dict[str, Any]]:
    """The lines of these calls in their order; of a query, as they came in."""
    if isinstance(rows, QuerySet):
        rows = rows.select_related("agent").order_by("offered_at", "pk")
    names = queue_names()
    return [call_line(row, names) for row in rows]


def call_line(row: Call, names: Mapping[str, str]) -> dict[str, Any]:
    """One call; `names` are those of the queues."""
    return {
        "call": row,
        "queue": names.get(row.queue, row.queue),
        "number": masked_number(row),
        "state": STATE_NAMES[CallState(row.state)],
        "outcome": OUTCOMES.get(row.outcome, ""),
        "waited": (row.answered_at or row.ended_at or row.offered_at) - row.offered_at,
        "talked": row.ended_at - row.answered_at if row.ended_at and row.answered_at else None,
    }
