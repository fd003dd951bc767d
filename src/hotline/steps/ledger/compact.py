"""Add up the ledger's fresh cells, so that a period is read from few rows (并表).

A move adds rows to the cells in its own transaction; several rows of the same facts count as their
sum. So adding them up changes no figure: rows that are seen are replaced by their sums, and those
of moves that are still being stored are not seen and stay.
"""

from __future__ import annotations

from django.db import connection, transaction

LOCK = 1_234_523
KEY = "posted_from, day, channel, kind, topic, campaign, unit, state, facts, rating, solved, due_at"
STALE = "SELECT DISTINCT day, posted_from FROM records_daycell WHERE fresh"
ADD_UP = f"""
WITH gone AS (
  DELETE FROM records_daycell WHERE day = %s AND posted_from = %s RETURNING *
)
INSERT INTO records_daycell ({KEY}, n, seconds, fresh)
SELECT {KEY}, sum(n), sum(seconds), false FROM gone GROUP BY {KEY}
HAVING sum(n) <> 0 OR sum(seconds) <> 0
"""  # noqa: S608


def compact() -> int:
    """Add up every day that has fresh rows, each in its own transaction; says how many."""
    with connection.cursor() as cursor:
        cursor.execute(STALE)
        stale = cursor.fetchall()
    for day in stale:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute(ADD_UP, day)
    return len(stale)
