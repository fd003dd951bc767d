"""What is late, or about to be: by unit and by cause, read from the running clocks only.

Every number is counted by the same condition that lists its cases (`cases_behind`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case as Choose
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from hotline.records.models import (
    Assignment,
    Case,
    Clock,
    Department,
    Extension,
    JournalEntry,
    Staff,
)
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import calendar, departments, thresholds
from hotline.rules.life import Status
from hotline.rules.thresholds import workdays_before

UNIT_CLOCKS = ("sign", "contact", "handle")
COLUMNS = {
    "late_sign": "逾期未签收",
    "late_contact": "逾期未联系",
    "late_reply": "逾期未反馈",
    "soon": "即将到期",
    "paused": "暂停计时",
}
LATE = ("late_sign", "late_contact", "late_reply")
CAUSES = {
    "signature": "等签收",
    "citizen": "等诉求人",
    "shelved": "挂账",
    "return": "退单待审",
    "ruling": "争议待裁",
    "approval": "单位审批",
    "extension": "延期待批",
    "below": "等下级",
    "idle": "无人办理",
    "working": "办理中",
}
OFFICE = {
    "office_dispatch": "待派单超时",
    "office_return": "退单待审超时",
    "office_review": "待审核超时",
    "office_callback": "待回访逾期",
}
_OFFICE_STATUS = {
    "office_dispatch": Status.AWAITING_DISPATCH,
    "office_return": Status.RETURN_REQUESTED,
    "office_review": Status.AWAITING_REVIEW,
}


@dataclass(frozen=True, slots=True)
class Edges:
    """The moments that the conditions compare with."""

    now: datetime
    soon: datetime
    idle: datetime
    office: datetime


@dataclass
class UnitRow:
    """One unit with its numbers by column or cause; those that are nothing are missing."""

    unit: Department
    counts: Mapping[str, int]
    names: Sequence[str] = field(default_factory=list)

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Each name with its number, in the order of the table."""
        return [(name, self.counts.get(name, 0)) for name in self.names]

    @property
    def late(self) -> int:
        """How many are late in any way."""
        return sum(self.counts.get(name, 0) for name in LATE)

    @property
    def all(self) -> int:
        """Everything in the row."""
        return sum(self.counts.values())


def edges(now: datetime) -> Edges:
    """What is soon, idle and too long for the office, by the city's thresholds and calendar."""
    t, days = thresholds(), calendar()
    return Edges(
        now=now,
        soon=days.add_working_minutes(now, t.soon_hours * 60).end,
        idle=workdays_before(days, now, t.idle_days),
        office=workdays_before(days, now, t.office_days),
    )


def late_by_unit(staff: Staff, at: Edges) -> list[UnitRow]:
    """The units with anything late, soon due or stopped; the latest first."""
    counts = {name: Count("case", filter=_column(name, at), distinct=True) for name in COLUMNS}
    found = _running(staff).values("assignment__department").annotate(**counts)
    rows = [
        UnitRow(
            departments()[row["assignment__department"]],
            {name: row[name] for name in COLUMNS if row[name]},
            list(COLUMNS),
        )
        for row in found
        if row["assignment__department"] in departments()
    ]
    return sorted((r for r in rows if r.counts), key=lambda r: (-r.late, -r.all, r.unit.order))


def causes_by_unit(staff: Staff, at: Edges) -> list[UnitRow]:
    """The units by what their late, soon due or stopped cases wait for."""
    found = _with_cause(_running(staff), at).values_list("assignment__department", "cause")
    by_unit: dict[int, dict[str, int]] = defaultdict(dict)
    for unit, cause, count in found.annotate(Count("case", distinct=True)).order_by():
        by_unit[unit][cause] = count
    met = [cause for cause in CAUSES if any(cause in counts for counts in by_unit.values())]
    rows = [
        UnitRow(departments()[unit], counts, met)
        for unit, counts in by_unit.items()
        if unit in departments()
    ]
    return sorted(rows, key=lambda row: (-row.all, row.unit.order))


def late_at_office(staff: Staff, at: Edges) -> dict[str, int]:
    """What the office itself is late with, by what it owes."""
    cases = cases_for(staff)
    counts = {
        name: Count("pk", filter=Q(status=status, moved_at__lt=at.office))
        for name, status in _OFFICE_STATUS.items()
    }
    found: dict[str, int] = cases.filter(status__in=[*_OFFICE_STATUS.values()]).aggregate(**counts)
    callback = cases.filter(_office("office_callback", at)).order_by().count()
    return {name: {**found, "office_callback": callback}[name] for name in OFFICE}


def cases_behind(staff: Staff, what: str, unit: Department | None, at: Edges) -> QuerySet[Case]:
    """The cases behind one number; without `unit` those of all units."""
    if what in OFFICE:
        return cases_for(staff).filter(_office(what, at))
    clocks = Clock.objects.filter(stopped_at=None, name__in=UNIT_CLOCKS, assignment__isnull=False)
    if unit is not None:
        clocks = clocks.filter(assignment__department=unit)
    clocks = (
        clocks.filter(_column(what, at))
        if what in COLUMNS
        else _with_cause(clocks, at).filter(cause=what)
    )
    return cases_for(staff).filter(pk__in=clocks.values("case"))


def _running(staff: Staff) -> QuerySet[Clock]:
    """The running clocks of units, of the cases that `staff` may see."""
    return Clock.objects.filter(
        stopped_at=None,
        name__in=UNIT_CLOCKS,
        assignment__isnull=False,
        case__in=cases_for(staff),
    )


def _column(name: str, at: Edges) -> Q:
    """What a clock must be like to be counted in a column."""
    conditions = {
        "late_sign": Q(name="sign", due_at__lt=at.now),
        "late_contact": Q(name="contact", due_at__lt=at.now),
        "late_reply": Q(name="handle", due_at__lt=at.now),
        "soon": Q(name="handle", due_at__gte=at.now, due_at__lt=at.soon),
        "paused": Q(name="handle", due_at__isnull=True),
    }
    return conditions[name]


def _with_cause(clocks: QuerySet[Clock], at: Edges) -> QuerySet[Clock]:
    """The handling clocks that are late, soon due or stopped, each with what its case waits for."""
    case = OuterRef("case")
    pending = Extension.objects.filter(case=case, outcome="")
    below = Assignment.objects.filter(case=case, part="below", finished_at=None)
    touched = JournalEntry.objects.filter(case=case, at__gte=at.idle, by__isnull=False)
    causes = (
        When(case__status=Status.AWAITING_SIGNATURE, then=Value("signature")),
        When(case__status=Status.AWAITING_CITIZEN, then=Value("citizen")),
        When(case__status=Status.SHELVED, then=Value("shelved")),
        When(case__status=Status.RETURN_REQUESTED, then=Value("return")),
        When(case__status=Status.AWAITING_RULING, then=Value("ruling")),
        When(case__status=Status.AWAITING_APPROVAL, then=Value("approval")),
        When(Exists(pending), then=Value("extension")),
        When(Exists(below), then=Value("below")),
        When(~Exists(touched), then=Value("idle")),
    )
    pressing = Q(due_at__lt=at.soon) | Q(due_at__isnull=True)
    return clocks.filter(pressing, name="handle").annotate(
        cause=Choose(*causes, default=Value("working"), output_field=CharField())
    )


def _office(what: str, at: Edges) -> Q:
    """The cases that the office owes a move, and is late with."""
    if what != "office_callback":
        return Q(status=_OFFICE_STATUS[what], moved_at__lt=at.office)
    late = Clock.objects.filter(
        case=OuterRef("pk"), name="callback", stopped_at=None, due_at__lt=at.now
    )
    return Q(Exists(late), status=Status.AWAITING_CALLBACK)
