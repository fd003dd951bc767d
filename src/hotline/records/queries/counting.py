"""The cells of a period, read in three queries; now, or as of any past moment.

"As of" reads each case's last journal entry before the moment: the journal keeps the counted
facts after every move, so no fact of a later day can slip in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from hotline.records.models import Department
from hotline.records.queries.reference import (
    campaigns,
    channels,
    departments,
    forget,
    kinds,
    topics,
)
from hotline.rules.counting import Cell, Counted
from hotline.rules.life import CLOSED
from hotline.rules.workdays import CHINA

# Facts of each accepted case, now ("live") and as of a moment ("past").
_LIVE = """
SELECT c.id, c.channel_id, c.kind_id, c.topic_id, c.campaign_id, c.lead_id, c.status
FROM records_case c
WHERE c.accepted_at >= %(start)s AND c.accepted_at < %(end)s
"""
_PAST = """
SELECT c.id, j.channel_id, j.kind_id, j.topic_id, j.campaign_id, j.lead_id, j.status
FROM records_case c CROSS JOIN LATERAL (
  SELECT * FROM records_journalentry j
  WHERE j.case_id = c.id AND j.at <= %(as_of)s ORDER BY j.seq DESC LIMIT 1
) j
WHERE c.accepted_at >= %(start)s AND c.accepted_at < %(end)s AND c.accepted_at <= %(as_of)s
"""
STATE_OF = """
CASE WHEN f.status = ANY(%(closed)s) THEN 'closed'
  WHEN f.status = 'withdrawn' THEN 'withdrawn' ELSE 'open' END
"""
# A case that is to be handled again, and waits for its next unit, is not done in time so far.
ON_TIME = """
f.status <> 'awaiting_dispatch' AND EXISTS (
  SELECT 1 FROM records_assignment a
  WHERE a.case_id = f.id AND a.part = 'lead' AND a.department_id = f.lead_id
    AND a.replied_at <= a.due_at AND a.finished_at <= %(as_of)s
    AND NOT EXISTS (SELECT 1 FROM records_assignment b WHERE b.case_id = a.case_id
      AND b.part = 'lead' AND b.round > a.round AND b.given_at <= %(as_of)s)
)
"""
ON_TIME_FACT, NO_FACT = frozenset({"on_time"}), frozenset[str]()
_CASES = """
SELECT f.channel_id, f.kind_id, f.topic_id, f.campaign_id, f.lead_id, {state},
       f.lead_id IS NOT NULL AND {on_time}, c.accepted_at >= %(span_start)s
       AND c.accepted_at < %(span_end)s, count(*)
FROM ({facts}) f JOIN records_case c ON c.id = f.id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
CONTACTS_OF = """
FROM records_contact f
WHERE f.arrived_at >= %(start)s AND f.arrived_at < %(end)s AND f.received_at <= %(as_of)s
"""
_CONTACTS = f"""
SELECT f.channel_id, f.campaign_id,
       f.arrived_at >= %(span_start)s AND f.arrived_at < %(span_end)s, count(*)
{CONTACTS_OF}
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Window:
    """The days counted (both included), the days of the form's span, and its name."""

    starts_on: date
    ends_on: date
    span: str = ""
    span_from: date | None = None
    span_to: date | None = None

    def moments(self) -> dict[str, datetime]:
        """Half-open moments in China time for the queries."""
        return {
            "start": _midnight(self.starts_on),
            "end": _midnight(self.ends_on + timedelta(days=1)),
            "span_start": _midnight(self.span_from or self.starts_on),
            "span_end": _midnight((self.span_to or self.ends_on) + timedelta(days=1)),
        }


def facts_sql(*, live: bool) -> str:
    """The counted facts of each accepted case of the period, one row a case."""
    return _LIVE if live else _PAST


def count(window: Window, as_of: datetime, *, live: bool) -> Counted:
    """All cells of the period; `live` reads the cases as they stand, else as they stood."""
    try:
        return _count(window, as_of, live=live)
    except KeyError:
        forget()
        return _count(window, as_of, live=live)


def _count(window: Window, as_of: datetime, *, live: bool) -> Counted:
    codes = _Codes()
    cases = _case_cells(window, as_of, codes, live=live)
    return Counted([*cases, *_contact_cells(window, as_of, codes)])


def _case_cells(window: Window, as_of: datetime, codes: _Codes, *, live: bool) -> Iterator[Cell]:
    sql = _CASES.format(on_time=ON_TIME, state=STATE_OF, facts=facts_sql(live=live))
    arguments: dict[str, Any] = {**window.moments(), "as_of": as_of, "closed": [*CLOSED]}
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        for channel, kind, topic, campaign, lead, state, on_time, in_span, number in cursor:
            yield Cell(
                of="cases",
                count=number,
                channel=codes.channel[channel],
                kind=codes.kind[kind],
                topic=codes.topic[topic],
                campaign=codes.campaign[campaign],
                unit=codes.unit[lead],
                state=state,
                facts=ON_TIME_FACT if on_time else NO_FACT,
                span=window.span if in_span else "",
            )


def _contact_cells(window: Window, as_of: datetime, codes: _Codes) -> Iterator[Cell]:
    with connection.cursor() as cursor:
        cursor.execute(_CONTACTS, {**window.moments(), "as_of": as_of})
        for channel, campaign, in_span, number in cursor:
            yield Cell(
                of="contacts",
                count=number,
                channel=codes.channel[channel],
                campaign=codes.campaign[campaign],
                span=window.span if in_span else "",
            )


class _Codes:
    """The codes behind the identities; None has the empty code.

    An identity that is not among the words kept
    (made a moment ago) raises KeyError, never counts as none: `count` then reads them anew.
    """

    def __init__(self) -> None:
        self.channel = {row.pk: row.code for row in channels().values()}
        self.kind: dict[int | None, str] = {
            None: "",
            **{row.pk: row.code for row in kinds().values()},
        }
        self.topic: dict[int | None, tuple[str, ...]] = {
            None: (),
            **{pk: tuple(row.path) for pk, row in topics().items()},
        }
        self.campaign: dict[int | None, str] = {
            None: "",
            **{row.pk: row.code for row in campaigns().values()},
        }
        self.unit: dict[int | None, tuple[str, ...]] = {
            None: (),
            **{pk: unit_path(row) for pk, row in departments().items()},
        }


def unit_path(unit: Department) -> tuple[str, ...]:
    """The codes from the top unit, under which the bulletin's table counts it, down to `unit`."""
    by_id = departments()
    path = [unit.code]
    while unit.parent_id is not None and unit.parent_id in by_id:
        unit = by_id[unit.parent_id]
        path.append(unit.code)
    return tuple(reversed(path))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
