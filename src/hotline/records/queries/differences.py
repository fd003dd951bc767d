"""What changed in a figure between two moments: which cases came in, which went out, and why.

The ledger tells which, since every change is a posting with its moment; the journal tells why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from hotline.records.models import Case, JournalEntry, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.behind import condition_of
from hotline.records.queries.cases import listed
from hotline.records.queries.counting import CONTACTS_OF, Window
from hotline.records.queries.counting_calls import CALLS_OF
from hotline.records.queries.journal_words import reads_words
from hotline.records.queries.reference import with_words
from hotline.records.scope import everything
from hotline.rules.counting import CALLS, Figure
from hotline.rules.entries import OVERDUE

_CHANGED = """
SELECT p.case_id, sum(p.sign * ({now} - {then})) AS by
FROM records_posting p
WHERE p.day BETWEEN %(first)s AND %(last)s AND p.at >= %(begin)s AND p.at <= %(now)s {since}
GROUP BY p.case_id HAVING sum(p.sign * ({now} - {then})) <> 0
"""
_ARRIVED = f"""
SELECT f.id, 1 AS by {CONTACTS_OF} AND f.received_at > %(then)s AND {{condition}}
"""
_CALLED = f"""
SELECT l.id, 1 AS by {CALLS_OF} AND COALESCE(l.answered_at, l.ended_at) > %(then)s
  AND {{condition}}
"""
_PAGE = """
SELECT x.*, count(*) FILTER (WHERE by > 0) OVER (), count(*) FILTER (WHERE by < 0) OVER ()
FROM ({rows}) x ORDER BY by DESC, 1 LIMIT %(limit)s OFFSET %(offset)s
"""
ENTRIES_A_CASE = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figure, of which period, between which moments; `whole` for its denominator."""

    figure: Figure
    window: Window
    then: datetime
    now: datetime
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How many came in and went out, and some of them (cases, or contacts for a count of those):
    whether each came in, those first."""

    came: int
    went: int
    identities: dict[UUID, bool]


@dataclass(frozen=True, slots=True)
class Changed:
    """One case that is counted now and was not then (`came_in`), or the other way round.

    `entries` are its moves between the two moments, the latest last; without any it is the
    deadline that passed meanwhile.
    """

    case: Case
    came_in: bool
    entries: list[JournalEntry]


@everything()
def find_changed(asked: Asked, *, limit: int | None = None, offset: int = 0) -> Found:
    """What differs between the two moments; nothing at all where the page is beyond the last."""
    rows, given = _rows(asked)
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(rows=rows), {**given, "limit": limit, "offset": offset})
        found = cursor.fetchall()
    came, went = found[0][2:] if found else (0, 0)
    return Found(came, went, {row[0]: row[1] > 0 for row in found})


def changed(staff: Staff, asked: Asked, found: Found) -> list[Changed]:
    """Of these cases the ones that the person may see, each with its moves in between."""
    seen = listed(cases_for(staff).filter(pk__in=found.identities))
    cases = {case.pk: with_words(case) for case in seen}
    entries: dict[UUID, list[JournalEntry]] = {pk: [] for pk in cases}
    moves = JournalEntry.objects.filter(case__in=cases, at__gt=asked.then, at__lte=asked.now)
    for entry in moves.select_related("by").order_by("case", "seq"):
        if not reads_words(entry, staff):
            entry.note = ""
        entries[entry.case_id].append(entry)
    return [
        Changed(cases[pk], came_in, entries[pk][-ENTRIES_A_CASE:])
        for pk, came_in in found.identities.items()
        if pk in cases
    ]


def _rows(asked: Asked) -> tuple[str, dict[str, Any]]:
    """The changed cases as SQL, each with +1 or -1, and what it asks for."""
    given: dict[str, Any] = {
        **asked.window.days(),
        **asked.window.moments(),
        "then": asked.then,
        "now": asked.now,
        "as_of": asked.now,
    }
    chosen = asked.figure.of_denominator if asked.whole else asked.figure.of_numerator
    if chosen is not None and chosen.of != "cases":
        condition = condition_of(asked.figure, given, whole=asked.whole)
        sql = _CALLED if chosen.of == CALLS else _ARRIVED
        return sql.format(condition=condition), given
    now, then = (_counts_at(moment, asked, given) for moment in ("now", "then"))
    # Only a deadline can pass without a posting; of every other figure the new postings say all.
    by_time = OVERDUE in _facts(asked.figure)
    since = "" if by_time else "AND p.at > %(then)s"
    return _CHANGED.format(now=now, then=then, since=since), given


def _counts_at(moment: str, asked: Asked, given: dict[str, Any]) -> str:
    """Whether a posting counts at one of the moments, as 1 or 0."""
    condition = condition_of(asked.figure, given, whole=asked.whole, as_of=moment)
    return f"(p.at <= %({moment})s AND {condition})::int"


def _facts(figure: Figure) -> frozenset[str]:
    parts = [figure.of_numerator, figure.of_denominator, *figure.minus]
    return frozenset().union(*(part.facts | part.without for part in parts if part))
