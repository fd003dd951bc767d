"""Cases that do not get on: nobody touches them, time is asked again and again, they travel from
unit to unit, or their citizen asks again and again. Only open cases are read, SHOWN of a sort."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, Exists, Max, OuterRef, QuerySet, Subquery

from hotline.records.models import (
    Assignment,
    Case,
    Extension,
    JournalEntry,
    Return,
    Ruling,
    Staff,
)
from hotline.records.queries.access import cases_for
from hotline.records.queries.cases import listed
from hotline.records.queries.lateness import Edges
from hotline.records.queries.reference import departments, thresholds, with_words
from hotline.rules.life import OPEN, Status

SHOWN = 15
# What waits for something that is known: the citizen's answer, a day, another case.
WAITS = frozenset({Status.AWAITING_CITIZEN, Status.SHELVED, Status.JOINED})
MOVABLE = sorted(OPEN - WAITS)
SORTS = {
    "idle": "多日无人办理",
    "extended": "一再延期",
    "travelled": "退来退去",
    "asked_again": "诉求人一再催问",
}
ASKED_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Stop:
    """One unit on the way of a case that travels: for how long it had it, and how that ended."""

    unit: str
    given_at: datetime
    days: float
    ended_as: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A case with what makes it stuck: how many times, since when, and the way it travelled."""

    case: Any
    count: int = 0
    since: datetime | None = None
    stops: Sequence[Stop] = ()
    rulings: Sequence[str] = ()

    @property
    def days_lost(self) -> float:
        """The days that went by until the present unit got it."""
        return round(sum(stop.days for stop in self.stops[:-1]), 1)


def stuck(staff: Staff, sort: str, at: Edges) -> list[Stuck]:
    """The cases of one sort that `staff` may see, the worst first."""
    return _READERS[sort](staff, at)


def _open(staff: Staff) -> QuerySet[Case]:
    return listed(cases_for(staff).filter(status__in=MOVABLE))


def _idle(staff: Staff, at: Edges) -> list[Stuck]:
    """No person made a move since `at.idle`; what the system does by itself is no move."""
    by_people = JournalEntry.objects.filter(case=OuterRef("pk"), by__isnull=False)
    last = by_people.order_by("-seq").values("at")[:1]
    found = _open(staff).filter(
        ~Exists(by_people.filter(at__gte=at.idle)), registered_at__lt=at.idle
    )
    rows = found.annotate(touched=Subquery(last, output_field=DateTimeField()))
    return [
        Stuck(with_words(row), since=row.touched or row.registered_at)
        for row in rows.order_by("registered_at", "pk")[:SHOWN]
    ]


def _extended(staff: Staff, at: Edges) -> list[Stuck]:
    """Time was asked for at least so often, whatever came of it."""
    return _often(
        staff, Extension.objects.filter(case__status__in=MOVABLE), thresholds().extensions
    )


def _travelled(staff: Staff, at: Edges) -> list[Stuck]:
    """Returned at least so often; each with the chain of its units."""
    found = _often(staff, Return.objects.filter(case__status__in=MOVABLE), thresholds().returns)
    cases = [one.case.pk for one in found]
    ways, rulings = _ways(cases, at.now), _rulings(cases)
    return [
        Stuck(one.case, one.count, one.since, ways[one.case.pk], rulings[one.case.pk])
        for one in found
    ]


def _asked_again(staff: Staff, at: Edges) -> list[Stuck]:
    """The citizen called again for the same, and was told how far it is."""
    again = Case.objects.filter(
        repeats__isnull=False, registered_at__gte=at.now - ASKED_WITHIN,
        repeats__status__in=MOVABLE,
    )  # fmt: skip
    counted = again.values("repeats").annotate(n=Count("pk"), last=Max("registered_at"))
    often = counted.filter(n__gte=thresholds().repeats).order_by("-n", "-last")[: SHOWN * 2]
    return _shown(staff, {row["repeats"]: (row["n"], row["last"]) for row in often})


def _often(staff: Staff, rows: QuerySet[Any], least: int) -> list[Stuck]:
    """The open cases that have at least so many of these rows; when the last one was asked."""
    counted = rows.values("case").annotate(n=Count("pk"), last=Max("asked_at"))
    often = counted.filter(n__gte=least).order_by("-n", "last")[: SHOWN * 2]
    return _shown(staff, {row["case"]: (row["n"], row["last"]) for row in often})


def _shown(staff: Staff, counts: dict[UUID, tuple[int, datetime]]) -> list[Stuck]:
    rows = {row.pk: row for row in _open(staff).filter(pk__in=counts)}
    found = [Stuck(with_words(rows[pk]), *counts[pk]) for pk in counts if pk in rows]
    return found[:SHOWN]


def _ways(cases: Iterable[UUID], now: datetime) -> dict[UUID, list[Stop]]:
    """The leading units of each case in order."""
    ways: dict[UUID, list[Stop]] = defaultdict(list)
    shares = Assignment.objects.filter(case__in=list(cases), part="lead")
    returned = Return.objects.filter(case__in=list(cases)).values_list("assignment", "evidence")
    why = dict(returned)
    for share in shares.order_by("given_at", "pk"):
        spent = (share.finished_at or now) - share.given_at
        ways[share.case_id].append(
            Stop(
                unit=departments()[share.department_id].name,
                given_at=share.given_at,
                days=round(spent / timedelta(days=1), 1),
                ended_as=share.ended_as,
                evidence=why.get(share.pk, ""),
            )
        )
    return ways


def _rulings(cases: Iterable[UUID]) -> dict[UUID, list[str]]:
    """What was ruled on each case, with the reason."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Ruling.objects.filter(case__in=list(cases), decided_at__isnull=False, unit__isnull=False)
    for row in rows.order_by("decided_at"):
        unit = departments().get(row.unit_id)
        found[row.case_id].append(f"裁定由{unit.name if unit else '—'}办理：{row.reason}")
    return found


_READERS = {
    "idle": _idle,
    "extended": _extended,
    "travelled": _travelled,
    "asked_again": _asked_again,
}
