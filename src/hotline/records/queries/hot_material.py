"""What issues are found by and weighed with: words seen, likely issues, and the counts of each.

Everything is asked for many issues at once, and only of the weeks that are looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from hotline.records.models import Case, CasePlace, HotIssue, WordSeen
from hotline.records.queries.alike import places_in
from hotline.records.queries.arrivals_read import setting_of
from hotline.rules.heat import BOUNDS, Watch
from hotline.rules.hot_grouping import rarity
from hotline.rules.places import COMMUNITY, ESTATE, LANDMARK, ROAD

ENGINE = "issues"
# The row that says how many cases were read in all.
ALL = ""
LIKELY, MOST_PLACES = 60, 3
# Wider ones hold too many for one concern.
NARROW = (COMMUNITY, ROAD, LANDMARK, ESTATE)
WEEK = timedelta(days=7)

# Groups first by size, single cases by age: a large one is more likely meant, and few are large.
_LIKELY = """
(SELECT id FROM records_hotissue WHERE size > 1 AND keys && %(keys)s::varchar[]
   AND last_at >= %(since)s ORDER BY size DESC, last_at DESC LIMIT %(most)s)
UNION ALL
(SELECT id FROM records_hotissue WHERE size = 1 AND keys && %(keys)s::varchar[]
   AND last_at >= %(since)s ORDER BY last_at DESC LIMIT %(most)s)
"""
_SPOKESMEN = """
SELECT i.id, m.case_id FROM unnest(%(issues)s::uuid[]) i(id) CROSS JOIN LATERAL (
  SELECT h.case_id FROM records_hotissuecase h JOIN records_case c ON c.id = h.case_id
  WHERE h.issue_id = i.id AND h.is_in AND NOT c.confidential ORDER BY h.at DESC LIMIT %(most)s) m
"""
_MEMBERS = """
WITH m AS (
  SELECT h.issue_id, h.at, c.id, coalesce(c.joined_to_id, c.id) AS matter, c.citizen_id,
    c.due_at < %(now)s AND c.closed_at IS NULL AS late
  FROM records_hotissuecase h JOIN records_case c ON c.id = h.case_id
  WHERE h.issue_id = ANY(%(issues)s) AND h.is_in AND h.at >= %(start)s AND h.at <= %(now)s
    AND NOT c.confidential AND c.status <> 'withdrawn'
)
"""
_COUNTS = f"""{_MEMBERS}
SELECT issue_id, count(DISTINCT matter),
  count(DISTINCT matter) FILTER (WHERE at >= %(short)s),
  count(DISTINCT matter) FILTER (WHERE EXISTS (SELECT 1 FROM records_callback b
    WHERE b.case_id = m.id AND b.handling_rating = 'dissatisfied')),
  count(DISTINCT matter) FILTER (WHERE EXISTS (SELECT 1 FROM records_journalentry j
    WHERE j.case_id = m.id AND j.verb IN ('handle_again', 'reopen'))),
  count(DISTINCT matter) FILTER (WHERE late),
  count(DISTINCT matter) FILTER (WHERE EXISTS (SELECT 1 FROM records_contact t
    WHERE t.case_id = m.id AND t.external_due_at IS NOT NULL)),
  coalesce(sum((SELECT count(*) FROM records_instruction i WHERE i.case_id = m.id)), 0)
FROM m GROUP BY issue_id
"""  # noqa: S608 - made of the constant above
# Whoever rang counts: also for a case that was joined to this one, and who rang again.
_CALLERS = f"""{_MEMBERS}, k AS (
  SELECT m.issue_id, m.matter, m.at, z.phone_index FROM m CROSS JOIN LATERAL (
    SELECT m.citizen_id AS id
    UNION SELECT t.citizen_id FROM records_contact t WHERE t.case_id = m.id
    UNION SELECT j.citizen_id FROM records_case j WHERE j.joined_to_id = m.id
  ) who LEFT JOIN records_citizen z ON z.id = who.id
)
SELECT issue_id, phone_index IS NOT NULL, count(DISTINCT matter),
  max(at) FILTER (WHERE phone_index IS NOT NULL) >= %(short)s
FROM k GROUP BY issue_id, phone_index ORDER BY 1, 3 DESC
"""  # noqa: S608
_WEEKS = """
SELECT h.issue_id, floor(extract(epoch FROM %(now)s - h.at) / 604800)::int AS week,
  count(DISTINCT coalesce(c.joined_to_id, c.id))
FROM records_hotissuecase h JOIN records_case c ON c.id = h.case_id
WHERE h.issue_id = ANY(%(issues)s) AND h.is_in AND h.at > %(first)s AND h.at <= %(now)s
  AND NOT c.confidential AND c.status <> 'withdrawn'
GROUP BY 1, 2
"""


@dataclass(slots=True)
class Tally:
    """What was counted of one issue, before it is compared with the usual."""

    cases: int = 0
    cases_now: int = 0
    dissatisfied: int = 0
    again: int = 0
    overdue: int = 0
    superiors: int = 0
    instructions: int = 0
    of_callers: list[int] = field(default_factory=list)
    callers_now: int = 0
    unknown: int = 0
    weeks: dict[int, int] = field(default_factory=dict)


def watch() -> Watch:
    """What the office set for the engine; what is no number in its bounds stays as usual."""
    return watch_of(setting_of(ENGINE).options)


def watch_of(options: Mapping[str, Any]) -> Watch:
    """The settings in options of any kind."""
    usual = Watch()
    given = {}
    for name, (least, most) in BOUNDS.items():
        value = options.get(name, getattr(usual, name))
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if is_number and least <= value <= most:
            given[name] = value
    return Watch(**given)


def places_of(cases: Sequence[Case]) -> dict[UUID, list[str]]:
    """The places of each case that tell it from others, the most precise first: estates, roads,
    villages; as they are written where none was found in it, and none where only an area is known.
    """
    rows = CasePlace.objects.filter(case__in=[case.pk for case in cases], level__in=NARROW)
    named: dict[UUID, list[str]] = {}
    for case, name in rows.order_by("-is_main", "-sureness").values_list("case", "name"):
        named.setdefault(case, []).append(name)
    return {case.pk: named.get(case.pk, places_in(case.place))[:MOST_PLACES] for case in cases}


def weights_of(words: Collection[str]) -> dict[str, float]:
    """How rare each of these words is among all cases that were read."""
    seen = dict(WordSeen.objects.filter(pk__in=[*words, ALL]).values_list("pk", "cases"))
    read = seen.pop(ALL, 0)
    return {word: rarity(seen.get(word, 0), read) for word in words}


def likely(keys: Sequence[str], since: datetime) -> list[HotIssue]:
    """The issues that share a key, few at most, with those into which they were merged."""
    with connection.cursor() as cursor:
        cursor.execute(_LIKELY, {"keys": list(keys), "since": since, "most": LIKELY})
        found = [pk for (pk,) in cursor.fetchall()]
    rows = HotIssue.objects.filter(pk__in=found).select_related("merged_into", "topic")
    return list(rows.order_by("pk"))


def spokesmen_of(issues: Collection[UUID], most: int) -> dict[UUID, list[Case]]:
    """Some of the newest cases of each issue, the oldest of them first."""
    with connection.cursor() as cursor:
        cursor.execute(_SPOKESMEN, {"issues": list(issues), "most": most})
        pairs = cursor.fetchall()
    cases = Case.objects.only("title", "text", "place").in_bulk([case for _, case in pairs])
    found: dict[UUID, list[Case]] = {}
    for issue, case in pairs:
        found.setdefault(issue, []).insert(0, cases[case])
    return found


def tallies(issues: Collection[UUID], watch: Watch, now: datetime) -> dict[UUID, Tally]:
    """What each of these issues has, in three questions for all of them."""
    asked = {
        "issues": list(issues),
        "now": now,
        "start": now - timedelta(days=watch.days),
        "short": now - timedelta(hours=watch.hours),
        "first": now - timedelta(days=watch.days) - watch.weeks * WEEK,
    }
    found = {issue: Tally() for issue in issues}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, asked)
        for issue, *counts in cursor.fetchall():
            tally = found[issue]
            (tally.cases, tally.cases_now, tally.dissatisfied, tally.again, tally.overdue,
             tally.superiors, tally.instructions) = map(int, counts)  # fmt: skip
        cursor.execute(_CALLERS, asked)
        for issue, is_known, number, is_now in cursor.fetchall():
            if is_known:
                found[issue].of_callers.append(number)
                found[issue].callers_now += bool(is_now)
            else:
                found[issue].unknown = number
        cursor.execute(_WEEKS, asked)
        for issue, week, number in cursor.fetchall():
            found[issue].weeks[week] = number
    return found
