"""A unit's own shares as its desk shows them: tab by tab, most urgent and soonest due first.

A share is one `Assignment`. All open ones of a unit and those below it are read by one index; how
many stand in each tab is counted in one query over no more than COUNT_UP_TO of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models import (
    Case as When_,
)

from hotline.records.models import Assignment, Department, Extension, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import below, departments, with_words
from hotline.rules.life import MOVES, WITH_UNIT, Status

PAGE_SIZE = 50
COUNT_UP_TO = 3000
SOON = timedelta(hours=24)
DONE_LATELY = timedelta(days=30)
TABS: dict[str, str] = {
    "sign": "待签收",
    "handle": "办理中",
    "soon": "即将到期",
    "late": "已逾期",
    "back": "被退回／重办",
    "below": "下级办理中",
    "approve": "待本单位审批",
    "asked": "退单／延期申请中",
    "done": "近期办结",
}
LEAD = Q(part="lead")
# What runs for a unit: its clock is not paused, and its reply has not left it.
RUNNING = sorted(WITH_UNIT - {Status.AWAITING_CITIZEN})
BESIDE = Q(part__in=("assisting", "below"), case__status__in=sorted(MOVES["report_back"].sources))
URGENT_FIRST = When_(
    When(case__urgency="critical", then=Value(0)),
    When(case__urgency="urgent", then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)
CASE_COLUMNS = tuple(
    f"case__{name}"
    for name in (
        *("number", "title", "status", "urgency", "confidential", "version", "place", "due_at"),
        *("registered_at", "closed_at", "shelved_until"),
        *("channel_id", "kind_id", "topic_id", "lead_id", "campaign_id"),
    )
)
SHARE_COLUMNS = (
    *("part", "round", "given_at", "sign_due_at", "signed_at", "due_at", "replied_at"),
    *("finished_at", "ended_as", "department_id", "case_id"),
)


@dataclass(frozen=True, slots=True)
class Share:
    """A row of the list: the share, and the units below that have a part of it in hand."""

    row: Assignment
    below: Sequence[Department] = field(default_factory=list)

    @property
    def unit(self) -> Department:
        """Whose share it is."""
        return departments()[self.row.department_id]


def tab_counts(staff: Staff, now: datetime) -> dict[str, int]:
    """How many shares stand in each tab, none counted beyond COUNT_UP_TO."""
    if staff.department is None:
        return dict.fromkeys(TABS, 0)
    tabs = _wanted(staff.department, now)
    done = tabs.pop("done")
    flags = {
        f"in_{code}": ExpressionWrapper(wanted, output_field=BooleanField())
        for code, wanted in tabs.items()
    }
    rows = _open(staff).annotate(**flags).values(*flags)[:COUNT_UP_TO]
    counts: dict[str, int] = rows.aggregate(
        **{code: Count(f"in_{code}", filter=Q(**{f"in_{code}": True})) for code in tabs}
    )
    return {**counts, "done": shares_of(staff).filter(done)[:COUNT_UP_TO].count()}


def list_shares(staff: Staff, tab: str, now: datetime, page: int) -> tuple[list[Share], bool]:
    """A page of one tab, and whether more follow."""
    found = shares_in(staff, tab, now).select_related("case").only(*SHARE_COLUMNS, *CASE_COLUMNS)
    start = (page - 1) * PAGE_SIZE
    rows = list(found[start : start + PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    held = _held_below([row for row in shown if row.finished_at is None])
    return [_share(row, held) for row in shown], len(rows) > PAGE_SIZE


def shares_in(staff: Staff, tab: str, now: datetime) -> QuerySet[Assignment]:
    """The shares of one tab, most urgent and soonest due first."""
    if staff.department is None:
        return Assignment.objects.none()
    found = shares_of(staff) if tab == "done" else _open(staff)
    found = found.filter(_wanted(staff.department, now)[tab])
    order = ("-finished_at",) if tab == "done" else (URGENT_FIRST, F("due_at").asc(nulls_last=True))
    return found.order_by(*order, "pk")


def _share(row: Assignment, held: dict[object, list[Department]]) -> Share:
    with_words(row.case)
    return Share(row, held.get(row.pk, []))


def _held_below(rows: Sequence[Assignment]) -> dict[object, list[Department]]:
    """Which units below have an open part of each of these shares."""
    found = Assignment.objects.filter(
        case__in=[row.case_id for row in rows],
        above__in=[row.pk for row in rows],
        finished_at__isnull=True,
    )
    held: dict[object, list[Department]] = {}
    for above, unit in found.values_list("above_id", "department_id"):
        held.setdefault(above, []).append(departments()[unit])
    return held


def shares_of(staff: Staff) -> QuerySet[Assignment]:
    """Every share in a case that `staff` may see, of their unit and of those below it."""
    units = sorted(below(staff.department)) if staff.department else []
    return Assignment.objects.filter(case__in=cases_for(staff), department__in=units)


def _open(staff: Staff) -> QuerySet[Assignment]:
    return shares_of(staff).filter(finished_at__isnull=True)


def _wanted(unit: Department, now: datetime) -> dict[str, Q]:
    """What makes a share stand in each tab; those of units below stand in one tab only."""
    own = Q(department=unit)
    paused = Q(case__status=Status.AWAITING_CITIZEN)
    running = (LEAD & Q(case__status__in=RUNNING)) | (BESIDE & ~paused)
    handled = LEAD & Q(case__status__in=[Status.IN_HANDLING, Status.AWAITING_CITIZEN])
    sent_back = Q(replied_at__isnull=True) & ~Q(handling="")
    disputed = Q(case__status__in=[Status.RETURN_REQUESTED, Status.AWAITING_RULING])
    ended = Q(ended_as__in=("replied", "overtaken"), finished_at__gte=now - DONE_LATELY)
    return {
        "sign": own & LEAD & Q(case__status=Status.AWAITING_SIGNATURE),
        "handle": own & (handled | BESIDE),
        "soon": own & running & Q(due_at__gte=now, due_at__lt=now + SOON),
        "late": own & running & Q(due_at__lt=now),
        "back": own & handled & (sent_back | _again()),
        "below": ~own & ((LEAD & Q(case__status__in=sorted(WITH_UNIT))) | BESIDE),
        "approve": own & LEAD & Q(case__status=Status.AWAITING_APPROVAL),
        "asked": own & LEAD & (disputed | (handled & _wants_time())),
        "done": own & ended,
    }


def _again() -> Q:
    """An earlier round of the case ended with a reply: it is handled again."""
    earlier = Assignment.objects.filter(case=OuterRef("case"), part="lead", ended_as="replied")
    return Q(Exists(earlier))


def _wants_time() -> Q:
    return Q(Exists(Extension.objects.filter(case=OuterRef("case"), outcome="")))
