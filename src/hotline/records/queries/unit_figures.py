"""A unit's own figures: its month counted in one query, and the cases behind any number.

Asked in the person's own scope and only over the cases that they may see, so that no number tells
of another unit. The same conditions count and list: a number is as long as its list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from hotline.records.models import Case, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.cases import listed
from hotline.records.queries.counting import Window
from hotline.records.queries.figures import month_days
from hotline.records.queries.reference import below, departments, topics, with_words
from hotline.rules.life import WITH_UNIT
from hotline.rules.unit_measures import MEASURES, SATISFIED, Counts

PAGE_SIZE = 50
NO_TOPIC = "-"
# The case as far as it is asked, the unit's latest share in it, and the citizen's latest word.
_FACTS = """
FROM ({cases}) f (id, lead_id, topic_id, status, due_at, accepted_at)
LEFT JOIN LATERAL (
  SELECT a.id, a.sign_due_at, a.signed_at, a.given_at, a.replied_at FROM records_assignment a
  WHERE a.case_id = f.id AND a.part = 'lead' AND a.department_id = f.lead_id
  ORDER BY a.given_at DESC, a.id DESC LIMIT 1
) s ON true
LEFT JOIN LATERAL (
  SELECT b.solved, b.handling_rating FROM records_callback b
  WHERE b.case_id = f.id AND b.reached ORDER BY b.tried_at DESC, b.id DESC LIMIT 1
) c ON true
"""
# A case that is to be handled again, and waits for its next unit, is not done in time so far.
_ON_TIME = """
f.status <> 'awaiting_dispatch' AND EXISTS (
  SELECT 1 FROM records_assignment a
  WHERE a.case_id = f.id AND a.part = 'lead' AND a.department_id = f.lead_id
    AND a.replied_at <= a.due_at AND a.finished_at <= %(as_of)s
    AND NOT EXISTS (SELECT 1 FROM records_assignment b WHERE b.case_id = a.case_id
      AND b.part = 'lead' AND b.round > a.round AND b.given_at <= %(as_of)s)
)
"""
_REPLIED = "s.replied_at IS NOT NULL"
_SECONDS = "EXTRACT(EPOCH FROM s.replied_at - s.given_at)"
_SENT_BACK = """EXISTS (SELECT 1 FROM records_journalentry j
  WHERE j.case_id = f.id AND j.verb = 'send_back')"""
_AGAIN = """EXISTS (SELECT 1 FROM records_assignment p
  WHERE p.case_id = f.id AND p.part = 'lead' AND p.ended_as = 'replied' AND p.id <> s.id)"""
_RATED = "c.handling_rating NOT IN ('', 'no_rating')"
# By measure: which cases its numerator takes, and which its denominator.
_TAKES: dict[str, tuple[str, str]] = {
    "received": ("TRUE", "TRUE"),
    "signed": ("s.signed_at <= s.sign_due_at", "s.sign_due_at IS NOT NULL"),
    "on_time": (_ON_TIME, "TRUE"),
    "overdue": ("f.status = ANY(%(with_unit)s) AND f.due_at < %(as_of)s", "TRUE"),
    "days": (_REPLIED, _REPLIED),
    "sent_back": (_SENT_BACK, "TRUE"),
    "again": (_AGAIN, "TRUE"),
    "solved": ("c.solved = 'yes'", "c.solved IS NOT NULL"),
    "satisfied": ("c.handling_rating = ANY(%(satisfied)s)", _RATED),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What was counted of one unit and one topic in one month: measure → numerator, denominator."""

    month: str
    unit: int
    topic: int | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class Asked:
    """Which number's cases are wanted: `whole` those behind the denominator."""

    month: str
    measure: str
    unit: int | None = None
    topic: str = ""
    whole: bool = False
    page: int = 1


def count_unit(staff: Staff, months: Sequence[str], now: datetime) -> list[Cell]:
    """The cells of these months, which follow one another, for the unit and those below it."""
    if staff.department is None:
        return []
    first, last = month_days(min(months))[0], month_days(max(months))[1]
    facts, arguments = _asked(_cases(staff, first, last), now)
    columns = ", ".join(_counted(code) for code in MEASURES)
    # The text is made of our own words only; every value is an argument.
    sql = f"SELECT to_char(f.accepted_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'), f.lead_id, f.topic_id, {columns} {facts} GROUP BY 1, 2, 3"  # noqa: E501
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return [_cell(row) for row in cursor.fetchall()]


def cases_behind(staff: Staff, asked: Asked, now: datetime) -> tuple[list[Case], bool]:
    """A page of the cases behind a number, the newest first, and whether more follow."""
    keys = keys_behind(staff, asked, now, limit=PAGE_SIZE + 1, offset=(asked.page - 1) * PAGE_SIZE)
    rows = {row.pk: with_words(row) for row in listed(cases_for(staff).filter(pk__in=keys))}
    return [rows[key] for key in keys[:PAGE_SIZE] if key in rows], len(keys) > PAGE_SIZE


def keys_behind(
    staff: Staff, asked: Asked, now: datetime, *, limit: int, offset: int = 0
) -> list[UUID]:
    """The identities of the cases behind a number, the newest first."""
    if staff.department is None:
        return []
    found = _cases(staff, *month_days(asked.month))
    if asked.unit is not None:
        found = found.filter(lead=asked.unit)
    if asked.topic == NO_TOPIC:
        found = found.filter(topic__isnull=True)
    elif asked.topic:
        found = found.filter(topic__in=list(_branch(asked.topic)))
    facts, arguments = _asked(found, now)
    takes = _TAKES[asked.measure][asked.whole]
    sql = f"SELECT f.id {facts} WHERE {takes} ORDER BY f.accepted_at DESC, f.id LIMIT %(limit)s OFFSET %(offset)s"  # noqa: E501
    with connection.cursor() as cursor:
        cursor.execute(sql, {**arguments, "limit": limit, "offset": offset})
        return [row[0] for row in cursor.fetchall()]


def _cases(staff: Staff, first: date, last: date) -> QuerySet[Case]:
    """The cases that the unit, or one below it, leads and that were accepted on these days."""
    units = sorted(below(staff.department)) if staff.department else []
    moments = Window(first, last).moments()
    found = cases_for(staff).filter(lead__in=units)
    return found.filter(accepted_at__gte=moments["start"], accepted_at__lt=moments["end"])


def _asked(found: QuerySet[Case], now: datetime) -> tuple[str, dict[str, Any]]:
    """The facts of these cases as SQL, with the arguments that it and the measures take."""
    columns = ("pk", "lead_id", "topic_id", "status", "due_at", "accepted_at")
    sql, given = found.order_by().values_list(*columns).query.sql_with_params()
    named = {f"given{index}": value for index, value in enumerate(given)}
    cases = sql % tuple(f"%({name})s" for name in named)
    arguments = {
        **named,
        "as_of": now,
        "with_unit": sorted(WITH_UNIT),
        "satisfied": list(SATISFIED),
    }
    return _FACTS.format(cases=cases), arguments


def _counted(code: str) -> str:
    numerator, denominator = _TAKES[code]
    above = f"count(*) FILTER (WHERE {numerator})"
    if code == "days":
        above = f"COALESCE(sum({_SECONDS}) FILTER (WHERE {numerator}), 0)::bigint"
    return f"{above}, count(*) FILTER (WHERE {denominator})"


def _cell(row: Sequence[Any]) -> Cell:
    month, unit, topic, *numbers = row
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return Cell(month, unit, topic, dict(zip(MEASURES, pairs, strict=True)))


def _branch(code: str) -> Iterator[int]:
    """The topics of a branch, in every tree that has one of this code."""
    return (pk for pk, topic in topics().items() if code in topic.path)


def own_units(staff: Staff) -> list[int]:
    """The person's unit and those below it, in the register's order."""
    mine = below(staff.department) if staff.department else frozenset()
    return [pk for pk in departments() if pk in mine]
