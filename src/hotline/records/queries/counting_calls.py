"""The calls of a period, counted as a measure asks: answered, in time, given up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection

from hotline.records.queries.seats import telephone_rules
from hotline.rules.counting import CALL_FACTS, CALLS, Cell

# Calls that an exchange measured, once for each caller, as far as they were decided by then. What
# was entered by hand has no time until the answer that could be believed.
CALLS_OF = """
FROM records_call l
WHERE l.offered_at >= %(start)s AND l.offered_at < %(end)s AND l.exchange_key <> ''
  AND l.came_from = '' AND COALESCE(l.answered_at, l.ended_at) <= %(as_of)s
"""
CALL_TESTS = {
    "answered": "(l.answered_at IS NOT NULL)",
    "answered_in_time": "COALESCE(l.answered_at <= l.offered_at + %(in_time)s, FALSE)",
    "abandoned": "(l.answered_at IS NULL)",
}
_CALLS = f"""
SELECT (l.offered_at >= %(span_start)s AND l.offered_at < %(span_end)s)::int,
  {", ".join(CALL_TESTS[fact] for fact in CALL_FACTS)}, count(*) {CALLS_OF} GROUP BY 1, 2, 3, 4
"""


def in_time() -> timedelta:
    """Within how long a call is to be answered."""
    return timedelta(seconds=telephone_rules().answer_seconds)


def read_calls(moments: Mapping[str, datetime], span: str, as_of: datetime) -> list[Cell]:
    """The cells of the period between these moments; `span` names the form's days within it."""
    with connection.cursor() as cursor:
        cursor.execute(_CALLS, {**moments, "as_of": as_of, "in_time": in_time()})
        found = cursor.fetchall()
    return [
        Cell(
            of=CALLS,
            count=number,
            facts=frozenset(fact for fact, so in zip(CALL_FACTS, holds, strict=True) if so),
            span=span if in_span else "",
        )
        for in_span, *holds, number in found
    ]
