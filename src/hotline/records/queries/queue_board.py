"""The queue board: who waits, what call-takers do, and how many of the last day's calls were
connected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Min, Q, QuerySet

from hotline.records.models import AgentTurn, Call, CallQueue
from hotline.records.queries.calls import STALE, day_start
from hotline.records.queries.seats import telephone_rules
from hotline.rules.calls import AgentState, CallState
from hotline.rules.connecting import Counts
from hotline.rules.workdays import CHINA

DAY = timedelta(hours=24)
HALF_HOUR = 1800
SHOWN_AGENTS = 300
# What an exchange measured, once for each caller; answered or given up.
MEASURED = "c.exchange_key <> '' AND c.came_from = ''"
_HALF_HOURS = f"""
SELECT floor(extract(epoch FROM c.offered_at) / {HALF_HOUR})::bigint, c.queue,
  count(*) FILTER (WHERE c.answered_at IS NOT NULL),
  count(*) FILTER (WHERE c.answered_at <= c.offered_at + %(seconds)s),
  count(*) FILTER (WHERE c.state = 'abandoned')
FROM records_call c WHERE c.offered_at > %(since)s AND c.offered_at <= %(now)s AND {MEASURED}
GROUP BY 1, 2
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue as it is now, and what it had today."""

    name: str
    code: str
    count: int = 0
    since: datetime | None = None
    today: Counts = field(default_factory=Counts)


@dataclass(frozen=True, slots=True)
class HalfHour:
    """Half an hour of the last 24."""

    begins: datetime
    counts: Counts


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that the board shows at one moment."""

    at: datetime
    queues: Sequence[Waiting]
    turns: Sequence[AgentTurn]
    today: Counts
    day: Counts
    half_hours: Sequence[HalfHour]
    seconds: int
    wanted: int

    @property
    def waiting(self) -> int:
        """How many wait in all queues."""
        return sum(queue.count for queue in self.queues)

    @property
    def longest(self) -> datetime | None:
        """Since when the one waits who waits longest."""
        return min((queue.since for queue in self.queues if queue.since), default=None)

    @property
    def by_state(self) -> Mapping[AgentState, int]:
        """How many call-takers are in each state; those who signed off are not counted."""
        states = [AgentState(turn.state) for turn in self.turns]
        return {state: states.count(state) for state in AgentState if state != "signed_off"}


def board(now: datetime) -> Board:
    """The line as it stands, in four questions."""
    rules = telephone_rules()
    rows = _half_hours(now, rules.answer_seconds)
    start = int(day_start(now).timestamp()) // HALF_HOUR
    today = [(queue, counts) for half, queue, counts in rows if half >= start]
    return Board(
        at=now,
        queues=_queues(now, today),
        turns=_turns(),
        today=_sum(counts for _, counts in today),
        day=_sum(counts for *_, counts in rows),
        half_hours=_by_half_hour(now, rows),
        seconds=rules.answer_seconds,
        wanted=rules.connect_percent,
    )


def calls_behind(kind: str, since: datetime, until: datetime, seconds: int) -> QuerySet[Call]:
    """The calls that a number of the board counts; `kind` is one of `rules/connecting.KINDS`."""
    found = Call.objects.filter(offered_at__gt=since, offered_at__lte=until, came_from="")
    found = found.exclude(exchange_key="")
    limit = F("offered_at") + timedelta(seconds=seconds)
    abandoned = Q(state=CallState.ABANDONED.value)
    asked = {
        "offered": Q(answered_at__isnull=False) | abandoned,
        "answered": Q(answered_at__isnull=False),
        "in_time": Q(answered_at__lte=limit),
        "late": Q(answered_at__gt=limit),
        "abandoned": abandoned,
    }
    return found.filter(asked[kind])


def _half_hours(now: datetime, seconds: int) -> list[tuple[int, str, Counts]]:
    given: dict[str, Any] = {
        "since": now - DAY,
        "now": now,
        "seconds": timedelta(seconds=seconds),
    }
    with connection.cursor() as cursor:
        cursor.execute(_HALF_HOURS, given)
        return [(half, queue, Counts(*counts)) for half, queue, *counts in cursor.fetchall()]


def _queues(now: datetime, today: Iterable[tuple[str, Counts]]) -> list[Waiting]:
    waits = Call.objects.filter(
        agent=None, state=CallState.QUEUED.value, offered_at__gte=now - STALE
    )
    found = {
        row["queue"]: row
        for row in waits.values("queue").annotate(n=Count("pk"), since=Min("offered_at")).order_by()
    }
    counted: dict[str, Counts] = {}
    for code, counts in today:
        counted[code] = counted.get(code, Counts()) + counts
    names = dict(CallQueue.objects.filter(is_open=True).values_list("code", "name"))
    codes = [*names, *sorted((found.keys() | counted.keys()) - names.keys())]
    return [
        Waiting(
            name=names.get(code, code or "未分队列"),
            code=code,
            count=found.get(code, {}).get("n", 0),
            since=found.get(code, {}).get("since"),
            today=counted.get(code, Counts()),
        )
        for code in codes
    ]


def _turns() -> list[AgentTurn]:
    """What everybody who signed on does now, the longest in their state first."""
    open_ones = AgentTurn.objects.filter(ended_at=None).exclude(state=AgentState.SIGNED_OFF.value)
    return list(open_ones.select_related("staff__seat").order_by("started_at")[:SHOWN_AGENTS])


def _by_half_hour(now: datetime, rows: Iterable[tuple[int, str, Counts]]) -> list[HalfHour]:
    """All half hours of the last 24 that had calls, the earliest first."""
    summed: dict[int, Counts] = {}
    for half, _, counts in rows:
        summed[half] = summed.get(half, Counts()) + counts
    return [
        HalfHour(datetime.fromtimestamp(half * HALF_HOUR, CHINA), summed[half])
        for half in sorted(summed)
    ]


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())
