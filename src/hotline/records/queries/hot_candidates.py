"""Hot issues as candidates of a bulletin: what was spoken of in its period, by how many people.

Counted are only cases that anybody of the office may see and a bulletin may speak of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from hotline.records.models import Bulletin, Case, HotIssue, HotIssueCase, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.hot_material import ENGINE
from hotline.records.queries.reference import departments, engine_on
from hotline.records.queries.standing_out import LINKED, span, units_of
from hotline.rules.heat import STATES

MOST, FEWEST, NAMED_UNITS = 8, 3, 3
# What a person set aside, and what one or two people make alone, is no prominent problem.
NOT_PROMINENT = ("dismissed", "persistent")


@dataclass(frozen=True, slots=True)
class Spoken:
    """An issue in a bulletin's period: how many cases and units, and why it stands out."""

    issue: HotIssue
    count: int
    units: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """The issues of the period, and whether the engine goes on finding them."""

    rows: list[Spoken]
    is_on: bool


def hot_candidates(bulletin: Bulletin) -> Candidates:
    """The issues with most cases in the period, in two questions."""
    groups = (
        _members(bulletin)
        .exclude(issue__state__in=NOT_PROMINENT)
        .values("issue")
        .annotate(n=Count(Coalesce("case__joined_to", "case"), distinct=True))
        .filter(n__gte=FEWEST)
        .order_by("-n", "issue")[:MOST]
    )
    counts = {row["issue"]: row["n"] for row in groups}
    rows = HotIssue.objects.in_bulk(list(counts))
    leads: dict[UUID, list[int]] = {}
    held = _members(bulletin).filter(issue__in=list(counts), case__lead__isnull=False)
    for issue, lead in held.values_list("issue", "case__lead").distinct():
        leads.setdefault(issue, []).append(lead)
    found = [_spoken(rows[key], n, leads.get(key, [])) for key, n in counts.items()]
    return Candidates(found, engine_on(ENGINE))


def hot_candidate(bulletin: Bulletin, key: UUID) -> Spoken | None:
    """One of them, for who picks it; None when it is there no more."""
    return next((row for row in hot_candidates(bulletin).rows if row.issue.pk == key), None)


def cases_spoken_of(staff: Staff, bulletin: Bulletin, issue: HotIssue) -> list[Case]:
    """The newest cases of an issue that may be published, as many as an item is linked to."""
    members = _members(bulletin).filter(issue=issue).values("case")
    return list(cases_for(staff).filter(pk__in=members).order_by("-registered_at")[:LINKED])


def _members(bulletin: Bulletin) -> QuerySet[HotIssueCase, Any]:
    start, end = span(bulletin.period)
    found = HotIssueCase.objects.filter(
        is_in=True, at__gte=start, at__lt=end, case__confidential=False, case__accused=[],
        case__stepped_aside=[], issue__merged_into=None,
    ).exclude(case__status="withdrawn")  # fmt: skip
    units = units_of(bulletin)
    return (found if units is None else found.filter(case__lead__in=units)).order_by()


def _spoken(issue: HotIssue, count: int, leads: list[int]) -> Spoken:
    known = departments()
    names = tuple(known[pk].name for pk in sorted(leads, key=lambda pk: known[pk].order))
    units = f"；涉及{'、'.join(names[:NAMED_UNITS])}{'等' if len(names) > NAMED_UNITS else ''}"
    told = [f"本期 {count} 件", f"至今 {issue.size} 件", STATES.get(issue.state, "")]
    if issue.heat:
        told.append(f"热度 {issue.heat}")
    return Spoken(issue, count, names, "，".join(filter(None, told)) + (units if names else ""))
