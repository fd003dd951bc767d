"""Recount: what every case counts as, worked out again from the journal, against the ledger (复核).

Three accounts must agree: the journal (by the definition in `records_counted`), the postings, and
the cells by day. Whatever differs is told row by row; mending appends the difference and edits
nothing, so the mended ledger shows what was mended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from hotline.records.models import Staff
from hotline.rules.thresholds import day_begins
from hotline.steps.ledger.compact import LOCK
from hotline.steps.moving import permit
from hotline.steps.setup.staff_moving import staff_entry
from hotline.steps.storing.book import Writing, book

CELL = "day, channel, kind, topic, campaign, unit, state, facts, rating, solved, due_at"
FACTS = f"{CELL}, seconds"
SHOWN = 100
# What the postings should be: on with every change of the facts, off when the next one comes.
POSTINGS_DIFFER = f"""
WITH marked AS (
  SELECT f.*, lag(ROW({FACTS})) OVER (PARTITION BY case_id ORDER BY seq)
    IS DISTINCT FROM ROW({FACTS}) AS is_new
  FROM records_counted f WHERE f.accepted_at >= %(begin)s AND f.accepted_at < %(end)s
), kept AS (
  SELECT m.*, lead(at) OVER (PARTITION BY case_id ORDER BY seq) AS until
  FROM marked m WHERE is_new
)
SELECT case_id, at, {FACTS}, sum(sign)::int AS sign FROM (
  SELECT case_id, at, {FACTS}, 1 AS sign FROM kept
  UNION ALL SELECT case_id, until, {FACTS}, -1 FROM kept WHERE until IS NOT NULL
  UNION ALL SELECT case_id, at, {FACTS}, -sign FROM records_posting
    WHERE day BETWEEN %(first)s AND %(last)s
) x GROUP BY case_id, at, {FACTS} HAVING sum(sign) <> 0
"""  # noqa: S608
CELLS_DIFFER = f"""
SELECT posted_from, {CELL}, sum(n)::int AS n, sum(seconds)::bigint AS seconds FROM (
  SELECT records_tenth(at) AS posted_from, {CELL}, sign AS n, sign * seconds AS seconds
    FROM records_posting WHERE day BETWEEN %(first)s AND %(last)s
  UNION ALL SELECT posted_from, {CELL}, -n, -seconds FROM records_daycell
    WHERE day BETWEEN %(first)s AND %(last)s
) x GROUP BY posted_from, {CELL} HAVING sum(n) <> 0 OR sum(seconds) <> 0
"""  # noqa: S608
MEND_POSTINGS = f"INSERT INTO records_posting (case_id, at, {FACTS}, sign) {POSTINGS_DIFFER}"
MEND_CELLS = f"""
INSERT INTO records_daycell (posted_from, {CELL}, n, seconds, fresh)
SELECT posted_from, {CELL}, n, seconds, true FROM ({CELLS_DIFFER}) x
"""  # noqa: S608
NUMBERS = "SELECT d.*, c.number FROM ({differ}) d LEFT JOIN records_case c ON c.id = d.case_id"


@dataclass(frozen=True)
class Recounted:
    """What differed between the days: how many postings and cells, and the first of them."""

    first: date
    last: date
    postings: int
    cells: int
    shown: list[dict[str, Any]]

    @property
    def agree(self) -> bool:
        """Whether journal, postings and cells are equal."""
        return not self.postings and not self.cells


def recount(first: date, last: date, *, mend: bool = False) -> Recounted:
    """Compare the cases accepted on these days; `mend` appends what is missing."""
    given = {
        "first": first,
        "last": last,
        "begin": day_begins(first),
        "end": day_begins(last + timedelta(days=1)),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        postings, shown = _differences(cursor, NUMBERS.format(differ=POSTINGS_DIFFER), given)
        if mend:
            cursor.execute(MEND_POSTINGS, given)
        cells, more = _differences(cursor, CELLS_DIFFER, given)
        if mend:
            cursor.execute(MEND_CELLS, given)
    return Recounted(first, last, postings, cells, [*shown, *more][:SHOWN])


def recount_lately(today: date, *, days: int, at: datetime) -> Recounted:
    """The nightly proof of the latest days; a difference is kept where the auditor reads."""
    found = recount(today - timedelta(days=days), today)
    if not found.agree:
        _tell(found, by=None, at=at)
    return found


def mend(first: date, last: date, *, by: Staff | None, at: datetime) -> Recounted:
    """Compare and append what is missing; what was mended is kept where the auditor reads."""
    permit(by, "count")
    found = recount(first, last, mend=True)
    if not found.agree:
        _tell(found, by=by, at=at, mended=True)
    return found


def _tell(found: Recounted, *, by: Staff | None, at: datetime, mended: bool = False) -> None:
    after = {
        "days": [found.first.isoformat(), found.last.isoformat()],
        "postings": found.postings,
        "cells": found.cells,
        "mended": mended,
    }
    book().write(Writing(rows=[staff_entry("recount", None, by=by, at=at, after=after)]))


def _differences(
    cursor: Any, differ: str, given: dict[str, Any]
) -> tuple[int, list[dict[str, Any]]]:
    """How many rows differ, and the first of them by the names of their columns."""
    cursor.execute(differ, given)
    names = [column.name for column in cursor.description]
    number = 0
    shown: list[dict[str, Any]] = []
    while rows := cursor.fetchmany(1000):
        number += len(rows)
        shown += [dict(zip(names, row, strict=True)) for row in rows[: SHOWN - len(shown)]]
    return number, shown
