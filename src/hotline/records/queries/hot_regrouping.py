"""What is grouped anew: the cases of the issues of some weeks, and what people ruled about them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from hotline.records.models import Case, HotIssue, HotIssueCase, HotIssueEntry

# Of a large issue so many of its newest cases stand for all.
OF_ONE = 30

_NEWEST = """
SELECT i.id, m.case_id FROM (
  SELECT id, last_at FROM records_hotissue WHERE last_at >= %(since)s AND last_at <= %(now)s
    AND merged_into_id IS NULL AND state <> 'dismissed' ORDER BY last_at DESC LIMIT %(most)s
) i CROSS JOIN LATERAL (
  SELECT h.case_id FROM records_hotissuecase h JOIN records_case c ON c.id = h.case_id
  WHERE h.issue_id = i.id AND h.is_in AND NOT c.confidential AND c.status <> 'withdrawn'
  ORDER BY h.at DESC LIMIT %(of_one)s
) m ORDER BY i.last_at DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Material:
    """Cases with the issue of each, the newest issues first."""

    cases: list[Case]
    issues: list[UUID]


def newest(since: datetime, now: datetime, most: int) -> Material:
    """The cases of issues that were last told of since then, so many at most; none of what was
    dismissed or merged."""
    asked = {"since": since, "now": now, "most": most, "of_one": OF_ONE}
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, asked)
        pairs = cursor.fetchall()
    wanted = ("title", "text", "place", "registered_at", "citizen")
    cases = Case.objects.only(*wanted).in_bulk([case for _, case in pairs])
    return Material([cases[case] for _, case in pairs], [issue for issue, _ in pairs])


def arranged(issues: Collection[UUID]) -> set[UUID]:
    """Of these issues those that a person has arranged: named, split, merged, filled or emptied by
    hand, or put back as it was."""
    by_hand = Q(named_by__isnull=False) | Q(split_from__isnull=False) | Q(state="dismissed")
    found = set(HotIssue.objects.filter(by_hand, pk__in=issues).values_list("pk", flat=True))
    for rows in (HotIssueEntry.objects, HotIssueCase.objects):
        held = rows.filter(issue__in=issues, by__isnull=False)
        found.update(held.values_list("issue", flat=True).distinct())
    return found


def apart(issues: Collection[UUID]) -> set[frozenset[UUID]]:
    """Pairs of issues that a person ruled apart: one was split from the other, their merging was
    undone, or a case of one was taken out of the other."""
    pairs = set(
        HotIssue.objects.filter(pk__in=issues, split_from__isnull=False).values_list(
            "pk", "split_from"
        )
    )
    pairs.update(_taken_out(issues))
    pairs.update(_undone(issues))
    stand_for = _roots({issue for pair in pairs for issue in pair})
    found = {frozenset(stand_for.get(issue, issue) for issue in pair) for pair in pairs}
    return {pair for pair in found if len(pair) > 1}


def _taken_out(issues: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """The issue that a case was taken out of, and where it is now."""
    out = dict(HotIssueCase.objects.filter(issue__in=issues, is_in=False).values_list("case", "pk"))
    left = HotIssueCase.objects.filter(pk__in=out.values()).values_list("case", "issue")
    now = HotIssueCase.objects.filter(case__in=out.keys(), is_in=True).values_list("case", "issue")
    where = dict(now)
    return {(issue, where[case]) for case, issue in left if case in where}


def _undone(issues: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """What was merged once, by a person or by the engine, and is not any more."""
    entries = HotIssueEntry.objects.filter(
        issue__in=issues, verb="undone", details__verb__in=("merged", "gathered")
    )
    keys = entries.values_list("details__entry", flat=True)
    found: set[tuple[UUID, UUID]] = set()
    for entry in HotIssueEntry.objects.filter(pk__in=list(keys)):
        others = (
            [part["issue"] for part in entry.details["parts"]]
            if entry.verb == "gathered"
            else [entry.details["into"]]
        )
        found.update((entry.issue_id, UUID(other)) for other in others)
    return found


def _roots(issues: Collection[UUID]) -> dict[UUID, UUID]:
    """Into which issue each of these was merged, where it was."""
    rows = HotIssue.objects.filter(pk__in=issues, merged_into__isnull=False)
    return dict(rows.values_list("pk", "merged_into"))
