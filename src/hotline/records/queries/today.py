"""A leader's day at a glance: what comes and goes, where it stands, what needs a word from above.

Every number is counted by the same condition that lists its cases (`cases_of`). Closed cases are
found by the index on their moment, two weeks back at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from hotline.records.models import (
    Callback,
    Case,
    Clock,
    Department,
    Instruction,
    JournalEntry,
    Ruling,
    Staff,
    Supervision,
)
from hotline.records.queries.access import cases_for
from hotline.records.queries.cases import listed
from hotline.records.queries.lateness import Edges
from hotline.records.queries.reference import below, channels, departments, topics, with_words
from hotline.rules.life import OPEN, WITH_UNIT, Status
from hotline.rules.thresholds import day_begins, day_of
from hotline.rules.workdays import CHINA

DAYS_SHOWN = 14
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
DISTRICTS = ("district", "county", "zone")
CONTENT = ("very_satisfied", "satisfied", "basically")
DISCONTENT = "dissatisfied"
HOT = 8
MOST_NEEDING = 60
# What only somebody above can decide comes first, then by deadline.
PRESSING = ("-is_ruling", "-is_dissatisfied", "-is_supervised", "due_at", "registered_at", "pk")
INSTRUCTIONS = 6
AGAIN = 2
ABOVE = ("city_office", "standing_meeting")
NEEDS = {
    "ruling": "争议待市政府裁定",
    "superior": "上级时限告急",
    "supervised": "督办逾期",
    "dissatisfied": "多次不满意",
}


@dataclass(frozen=True, slots=True)
class DayRow:
    """What came and went on one day."""

    day: date
    registered: int
    closed: int


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; never a bare per cent."""

    count: int
    of: int

    @property
    def per_cent(self) -> str:
        """The share in words, or a dash where there is nothing to share."""
        return f"{self.count / self.of:.1%}" if self.of else "—"


@dataclass(frozen=True, slots=True)
class Place:
    """One district, or everything that is none: what came in a week, is open and late."""

    unit: Department | None
    week: int
    open: int
    late: int

    @property
    def code(self) -> str:
        """What the address calls it."""
        return self.unit.code if self.unit else "others"

    @property
    def name(self) -> str:
        """What people call it."""
        return self.unit.name if self.unit else "市直部门和企业"


@dataclass(frozen=True, slots=True)
class Hot:
    """A topic with how many came in the last seven days, and in the seven before."""

    topic: Any
    now: int
    before: int

    @property
    def change(self) -> int:
        """How many more."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Instructed:
    """An instruction and the last thing that a person did on its case since."""

    row: Instruction
    case: Any
    since: JournalEntry | None


def days(staff: Staff, now: datetime) -> list[DayRow]:
    """What was registered and closed on each of the last days, today being the last."""
    first = day_of(now) - (DAYS_SHOWN - 1) * DAY
    registered = _by_day(staff, "registered_at", first)
    closed = _by_day(staff, "closed_at", first)
    every = (first + number * DAY for number in range(DAYS_SHOWN))
    return [DayRow(day, registered.get(day, 0), closed.get(day, 0)) for day in every]


def _by_day(staff: Staff, moment: str, first: date) -> dict[date, int]:
    found = cases_for(staff).filter(**{f"{moment}__gte": day_begins(first)})
    day = TruncDate(moment, tzinfo=CHINA)
    return dict(found.order_by().annotate(day=day).values_list("day").annotate(Count("pk")))


def by_channel(staff: Staff, now: datetime) -> list[tuple[Any, int]]:
    """Today's cases by channel, the most first."""
    found = cases_for(staff).filter(registered_at__gte=day_begins(day_of(now))).order_by()
    counts = dict(found.values_list("channel").annotate(Count("pk")))
    rows = [(channel, counts.get(channel.pk, 0)) for channel in channels().values()]
    return sorted((row for row in rows if row[1]), key=lambda row: -row[1])


def satisfaction(staff: Staff, now: datetime) -> tuple[Share, Share]:
    """Of the valid ratings of callbacks, those that were at least fairly content: this week so far,
    and the whole last week. Who gave no rating is in neither number."""
    monday = _monday(now)
    rated = Callback.objects.filter(
        reached=True,
        tried_at__gte=monday - WEEK,
        handling_rating__in=[*CONTENT, DISCONTENT],
        case__in=cases_for(staff),
    )
    content, this = Q(handling_rating__in=CONTENT), Q(tried_at__gte=monday)
    found = rated.aggregate(
        this=Count("pk", filter=this & content),
        this_of=Count("pk", filter=this),
        last=Count("pk", filter=~this & content),
        last_of=Count("pk", filter=~this),
    )
    return Share(found["this"], found["this_of"]), Share(found["last"], found["last_of"])


def standing(staff: Staff, now: datetime) -> tuple[Mapping[str, int], list[Place]]:
    """What is open, late and due today: in all, and by district."""
    held = WITH_UNIT - {Status.AWAITING_CITIZEN}
    with_unit = Q(status__in=sorted(WITH_UNIT))
    rows = (
        cases_for(staff)
        .filter(status__in=sorted(OPEN))
        .order_by()
        .values("lead")
        .annotate(
            open=Count("pk"),
            late=Count("pk", filter=with_unit & Q(due_at__lt=now)),
            due=Count("pk", filter=_due_today(now) & Q(status__in=sorted(held))),
        )
    )
    week = cases_for(staff).filter(registered_at__gte=_week_ago(now), lead__isnull=False)
    came = dict(week.order_by().values_list("lead").annotate(Count("pk")))
    totals: Counter[str] = Counter()
    places: dict[int | None, Counter[str]] = {}
    for row in rows:
        totals.update({name: row[name] for name in ("open", "late", "due")})
        if row["lead"] is not None:
            counts = places.setdefault(_district(row["lead"]), Counter())
            counts.update({"open": row["open"], "late": row["late"]})
    for lead, count in came.items():
        places.setdefault(_district(lead), Counter()).update({"week": count})
    return totals, _places(places)


def _places(found: Mapping[int | None, Counter[str]]) -> list[Place]:
    units = departments()
    rows = [
        Place(units[pk] if pk else None, counts["week"], counts["open"], counts["late"])
        for pk, counts in found.items()
    ]
    return sorted(rows, key=lambda row: (row.unit is None, row.unit.order if row.unit else 0))


def hot_topics(staff: Staff, now: datetime) -> list[Hot]:
    """The topics of which most came in the last seven days, beside the seven before."""
    begin = _week_ago(now)
    found = cases_for(staff).filter(registered_at__gte=begin - WEEK, topic__isnull=False)
    rows = (
        found.order_by()
        .values("topic")
        .annotate(
            now=Count("pk", filter=Q(registered_at__gte=begin)),
            before=Count("pk", filter=Q(registered_at__lt=begin)),
        )
        .order_by("-now", "before")[:HOT]
    )
    known = topics()
    return [
        Hot(known[row["topic"]], row["now"], row["before"])
        for row in rows
        if row["topic"] in known and row["now"]
    ]


def needing_a_word(staff: Staff, at: Edges) -> list[Any]:
    """The open cases that wait for somebody above, the most pressing first: each says of every need
    (NEEDS) whether it has it. No more than MOST_NEEDING."""
    flags = {f"is_{name}": Exists(rows) for name, rows in _needs(at).items()}
    any_need = Q()
    for rows in _needs(at).values():
        any_need |= Q(Exists(rows))
    found = listed(cases_for(staff).filter(any_need, status__in=sorted(OPEN))).annotate(**flags)
    return list(map(with_words, found.order_by(*PRESSING)[:MOST_NEEDING]))


def _needs(at: Edges) -> dict[str, QuerySet[Any]]:
    """What hangs on a case that needs a word from above."""
    case = OuterRef("pk")
    again = (
        Callback.objects.filter(case=case, handling_rating=DISCONTENT)
        .order_by()
        .values("case")
        .annotate(n=Count("pk"))
        .filter(n__gte=AGAIN)
    )
    return {
        "ruling": Ruling.objects.filter(case=case, decided_at=None, level__in=ABOVE),
        "superior": Clock.objects.filter(case=case, stopped_at=None, superior_due_at__lt=at.soon),
        "supervised": Supervision.objects.filter(case=case, ended_at=None, due_at__lt=at.now),
        "dissatisfied": again,
    }


def latest_instructions(staff: Staff) -> list[Instructed]:
    """The newest instructions, and what people did on those cases since."""
    rows = list(
        Instruction.objects.filter(case__in=cases_for(staff))
        .select_related("case")
        .order_by("-given_at", "-pk")[:INSTRUCTIONS]
    )
    entries = JournalEntry.objects.filter(
        case__in={row.case_id for row in rows}, by__isnull=False
    ).exclude(verb="instruct")
    last = {entry.case_id: entry for entry in entries.order_by("case", "seq")}
    found = []
    for row in rows:
        entry = last.get(row.case_id)
        is_later = entry is not None and entry.at > row.given_at
        found.append(Instructed(row, with_words(row.case), entry if is_later else None))
    return found


def cases_of(staff: Staff, what: str, of: str, at: Edges) -> QuerySet[Case] | None:
    """The cases behind one number of the page; None for a number that there is not."""
    cases = cases_for(staff)
    if what in NEEDS:
        return cases.filter(Exists(_needs(at)[what]), status__in=sorted(OPEN))
    condition = _conditions(of, at.now).get(what)
    return cases.filter(condition) if condition is not None else None


def _conditions(of: str, now: datetime) -> dict[str, Q]:
    """What a case must be like to be counted by a number."""
    today, week = day_begins(day_of(now)), _week_ago(now)
    held = sorted(WITH_UNIT - {Status.AWAITING_CITIZEN})
    with_unit = Q(status__in=sorted(WITH_UNIT))
    is_open = Q(status__in=sorted(OPEN))
    place = _leads(of)
    return {
        "registered": Q(registered_at__gte=today),
        "closed": Q(closed_at__gte=today),
        "open": is_open,
        "late": with_unit & Q(due_at__lt=now),
        "due": _due_today(now) & Q(status__in=held),
        "channel": Q(registered_at__gte=today, channel__code=of),
        "topic": Q(registered_at__gte=week, topic__in=_topics_called(of)),
        "place_week": Q(registered_at__gte=week, lead__in=place),
        "place_open": is_open & Q(lead__in=place),
        "place_late": with_unit & Q(due_at__lt=now, lead__in=place),
        "rated": _rated(_monday(now), None),
        "discontent": _rated(_monday(now), DISCONTENT),
    }


def _rated(begin: datetime, rating: str | None) -> Q:
    wanted = [rating] if rating else [*CONTENT, DISCONTENT]
    rows = Callback.objects.filter(
        case=OuterRef("pk"), reached=True, tried_at__gte=begin, handling_rating__in=wanted
    )
    return Q(Exists(rows))


def _topics_called(code: str) -> list[int]:
    return [pk for pk, topic in topics().items() if topic.code == code]


def _leads(code: str) -> list[int]:
    """The units of a district, or all that are of none."""
    if code == "others":
        return [pk for pk in departments() if _district(pk) is None]
    unit = next((row for row in departments().values() if row.code == code), None)
    return sorted(below(unit)) if unit is not None else []


def _district(lead: int) -> int | None:
    """The district that a unit is or belongs to."""
    units = departments()
    at: int | None = lead
    while at is not None and at in units:
        if units[at].kind in DISTRICTS:
            return at
        at = units[at].parent_id
    return None


def _due_today(now: datetime) -> Q:
    return Q(due_at__gte=now, due_at__lt=day_begins(day_of(now) + DAY))


def _week_ago(now: datetime) -> datetime:
    """The beginning of the seven days of which today is the last."""
    return day_begins(day_of(now) - 6 * DAY)


def _monday(now: datetime) -> datetime:
    today = day_of(now)
    return day_begins(today - today.weekday() * DAY)
