"""Hot issues as the office reads them: the lists, one issue with its evidence, and the cases of a
part of its heat. A person sees only cases that are open to them, and is told how many are not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as Alternatives
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models import When as If
from django.db.models.functions import TruncDate

from hotline.records.models import (
    Callback,
    Case,
    Contact,
    HotIssue,
    HotIssueCase,
    HotIssueEntry,
    Instruction,
    JournalEntry,
    Notice,
    Staff,
)
from hotline.records.queries.access import cases_for
from hotline.records.queries.arrivals_read import setting_of
from hotline.records.queries.hot_material import ENGINE, watch
from hotline.records.queries.reference import departments, topics, with_words
from hotline.rules.heat import HOT, Part, parts_kept
from hotline.rules.thresholds import day_of
from hotline.rules.workdays import CHINA

PAGE_SIZE, EVIDENCE = 20, 20
TREND_DAYS = 56
NAMED_UNITS, NAMED_PLACES, LISTED_UNITS = 3, 3, 12
ENTRIES, CHOICES = 40, 60
BLOCK_HOT, BLOCK_STEADY = 5, 3
# The tabs of the list, and which states stand under each.
TABS: dict[str, tuple[str, tuple[str, ...]]] = {
    "hot": ("当前热点", HOT),
    "steady": ("长期问题", ("steady",)),
    "persistent": ("一人多次反映", ("persistent",)),
    "over": ("已平息", ("over",)),
    "dismissed": ("已忽略", ("dismissed",)),
}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """How many cases of an issue were registered on a day."""

    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """An issue in the list: its heat in parts, its days, and by whom its cases are handled."""

    row: HotIssue
    parts: Sequence[Part]
    days: Sequence[Day]
    units: Sequence[tuple[str, int]]
    places: Sequence[tuple[str, int]]
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's share of an issue: how many it has, how many of them are closed and late."""

    name: str
    cases: int
    closed: int
    late: int


@dataclass(slots=True)
class Evidence:
    """A case with why it is there."""

    member: HotIssueCase
    case: Case


@dataclass(slots=True)
class Page:
    """One page of something, and whether there is more."""

    rows: list[Any] = field(default_factory=list)
    more: bool = False


def issues() -> QuerySet[HotIssue]:
    """The issues that are groups of their own."""
    return HotIssue.objects.filter(merged_into=None, size__gt=1)


def counts() -> dict[str, int]:
    """How many issues each tab has; of those that are over, which only grow, nobody counts."""
    live = [s for _, states in TABS.values() for s in states if s != "over"]
    rows = issues().filter(state__in=live)
    held = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return {tab: sum(held.get(s, 0) for s in states) for tab, (_, states) in TABS.items()}


def listed(tab: str, page: int, now: datetime, size: int = PAGE_SIZE) -> tuple[list[Shown], bool]:
    """One page of a tab, the hottest first; what is over by when it ended."""
    order = ("-last_at",) if tab in ("over", "dismissed") else ("-heat", "-last_at")
    found = issues().filter(state__in=TABS[tab][1]).order_by(*order, "pk")
    start = (page - 1) * size
    rows = list(found[start : start + size + 1])
    return shown(rows[:size], now), len(rows) > size


def shown(rows: Sequence[HotIssue], now: datetime) -> list[Shown]:
    """Issues as the list shows them, in two questions for all."""
    keys = [row.pk for row in rows]
    days, units = days_of(keys, now), units_of(keys)
    return [
        Shown(
            row, parts_kept(row.parts), days[row.pk], units.get(row.pk, [])[:NAMED_UNITS],
            list(row.places.items())[:NAMED_PLACES], topic_name(row),
        )
        for row in rows
    ]  # fmt: skip


def topic_name(row: HotIssue) -> str:
    """What the office files it under."""
    topic = topics().get(row.topic_id) if row.topic_id is not None else None
    return topic.name if topic is not None else ""


def days_of(keys: Collection[UUID], now: datetime, days: int = TREND_DAYS) -> dict[UUID, list[Day]]:
    """The cases of each issue by day, today being the last."""
    first = day_of(now) - (days - 1) * DAY
    found = _counted(keys).filter(at__gte=now - days * DAY)
    by_day = found.annotate(day=TruncDate("at", tzinfo=CHINA)).values_list("issue", "day")
    held = {(issue, day): n for issue, day, n in by_day.annotate(Count("pk"))}
    every = [first + number * DAY for number in range(days)]
    return {key: [Day(day, held.get((key, day), 0)) for day in every] for key in keys}


def units_of(keys: Collection[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    """By whom the cases of each issue are handled, the most first."""
    rows = _counted(keys).filter(case__lead__isnull=False).values_list("issue", "case__lead")
    known = departments()
    found: dict[UUID, list[tuple[str, int]]] = {}
    for issue, lead, n in rows.annotate(n=Count("pk")).order_by("-n"):
        found.setdefault(issue, []).append((known[lead].name, n))
    return found


def _counted(keys: Collection[UUID]) -> QuerySet[HotIssueCase]:
    """The members that count: not withdrawn, and not confidential since."""
    found = HotIssueCase.objects.filter(issue__in=list(keys), is_in=True, case__confidential=False)
    return found.exclude(case__status="withdrawn").order_by()


def issue_called(key: UUID) -> HotIssue | None:
    """One issue, also one that was merged."""
    return HotIssue.objects.select_related("merged_into", "split_from", "named_by").filter(
        pk=key
    ).first()  # fmt: skip


def unit_rows(issue: HotIssue, now: datetime) -> list[Unit]:
    """Each unit's share of the issue."""
    late = Q(case__due_at__lt=now, case__closed_at=None)
    rows = (
        _counted([issue.pk])
        .values("case__lead")
        .annotate(
            n=Count("pk"),
            closed=Count("pk", filter=Q(case__closed_at__isnull=False)),
            late=Count("pk", filter=late),
        )
        .order_by("-n")[:LISTED_UNITS]
    )
    known = departments()
    return [
        Unit(
            known[row["case__lead"]].name if row["case__lead"] else "尚未派单或办公室解答",
            row["n"], row["closed"], row["late"],
        )
        for row in rows
    ]  # fmt: skip


def members_of(staff: Staff, issue: HotIssue, part: str = "") -> QuerySet[HotIssueCase]:
    """Those that `staff` may see, the newest first; of one part of the heat if it is named."""
    found = _counted([issue.pk]).filter(case__in=cases_for(staff))
    condition = _of_part(part, issue) if part else None
    return (found.filter(condition) if condition is not None else found).order_by("-at", "pk")


def _of_part(part: str, issue: HotIssue) -> Q | None:
    """What a member must be like to have been counted by a part of the heat."""
    at = issue.weighed_at
    if at is None:
        return None
    case = OuterRef("case")
    conditions: dict[str, Q] = {
        "cases": Q(),
        "callers": Q(case__citizen__phone_index__isnull=False),
        "growth": Q(),
        "dissatisfied": Q(
            Exists(Callback.objects.filter(case=case, handling_rating="dissatisfied"))
        ),
        "again": Q(
            Exists(JournalEntry.objects.filter(case=case, verb__in=("handle_again", "reopen")))
        ),
        "overdue": Q(case__due_at__lt=at, case__closed_at=None),
        "superiors": Q(Exists(Contact.objects.filter(case=case, external_due_at__isnull=False))),
        "instructions": Q(Exists(Instruction.objects.filter(case=case))),
    }
    if part not in conditions:
        return None
    return conditions[part] & Q(at__gte=at - timedelta(days=watch().days))


def evidence(staff: Staff, issue: HotIssue, part: str, page: int) -> tuple[list[Evidence], bool]:
    """One page of the cases with the words of the city."""
    start = (page - 1) * EVIDENCE
    found = members_of(staff, issue, part).select_related("case", "by")
    rows = list(found[start : start + EVIDENCE + 1])
    shown_rows = [Evidence(row, with_words(row.case)) for row in rows[:EVIDENCE]]
    return shown_rows, len(rows) > EVIDENCE


def hidden_from(staff: Staff, issue: HotIssue) -> int:
    """How many of its cases `staff` may not see."""
    return _counted([issue.pk]).exclude(case__in=cases_for(staff)).count()


def deadlines(staff: Staff, issue: HotIssue) -> list[tuple[Case, datetime]]:
    """What superiors want back and when, of the cases that are still open."""
    rows = (
        Contact.objects.filter(
            case__hot_issues__issue=issue, case__hot_issues__is_in=True, case__closed_at=None,
            external_due_at__isnull=False, case__in=cases_for(staff),
        )
        .select_related("case")
        .order_by("external_due_at")[:LISTED_UNITS]
    )  # fmt: skip
    return [(row.case, row.external_due_at) for row in rows if row.case and row.external_due_at]


def entries_of(issue: HotIssue) -> list[HotIssueEntry]:
    """What was done about it, the newest first; each says whether it was undone."""
    rows = list(issue.entries.select_related("by").order_by("-at", "-pk")[:ENTRIES])
    undone = {row.details.get("entry") for row in rows if row.verb == "undone"}
    for row in rows:
        row.is_undone = str(row.pk) in undone  # type: ignore[attr-defined]
    return rows


def unread_warning(issue: HotIssue) -> Notice | None:
    """The newest warning of it, read or not."""
    return Notice.objects.filter(issue=issue).select_related("seen_by").order_by("-at").first()


def others(issue: HotIssue) -> list[HotIssue]:
    """Into which issues it may be merged: those it shares a key with first, then the hottest."""
    live = issues().exclude(pk=issue.pk).exclude(state__in=("over", "forming"))
    near = If(keys__overlap=issue.keys, then=Value(0))
    order = Alternatives(near, default=Value(1), output_field=IntegerField())
    return list(live.annotate(order=order).order_by("order", "-heat", "pk")[:CHOICES])


def of_case(case: Case) -> HotIssue | None:
    """The issue that a case is in, if that is a group."""
    row = HotIssueCase.objects.filter(case=case, is_in=True, issue__size__gt=1).first()
    return row.issue if row is not None else None


@dataclass(frozen=True, slots=True)
class Block:
    """What the boards show: what is hot just now, what is steady, and whether the engine is on."""

    hot: Sequence[HotIssue]
    steady: Sequence[HotIssue]
    is_on: bool


def block() -> Block:
    """The hottest of each; the latest bursts come first."""
    burst = If(state="burst", then=Value(0))
    live = issues().annotate(
        order=Alternatives(burst, default=Value(1), output_field=IntegerField())
    )
    hot = live.filter(state__in=HOT).order_by("order", "-heat", "-last_at", "pk")[:BLOCK_HOT]
    steady = live.filter(state="steady").order_by("-heat", "-last_at", "pk")[:BLOCK_STEADY]
    rows = sorted(hot.union(steady, all=True), key=lambda row: (row.order, -row.heat, row.pk))
    return Block(
        [row for row in rows if row.state != "steady"],
        [row for row in rows if row.state == "steady"],
        setting_of(ENGINE).is_on,
    )
