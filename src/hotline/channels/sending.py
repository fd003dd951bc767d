"""Send what is owed to other systems: each thing in its turn, until it is taken or given up.

Each road is a lane of its own: `Lanes` has them run side by side, so that one that is slow or dead
holds no other back. On a road that is down only the first few are tried; the first that goes
through has all the others follow at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

import structlog
from django.db import connections

from hotline.channels.adapters import adapter_of
from hotline.channels.shape import NothingToSend, NotYetReady, SendsTogether, Sent
from hotline.records.models import Delivery, Road
from hotline.records.scope import everything
from hotline.rules.roads import NotTaken, RoadDown
from hotline.steps.roads.settle import (
    Arrived,
    all_sent,
    claim,
    later,
    moot,
    put_off,
    refused,
    roads_due,
)

log = structlog.get_logger("hotline.channels")
PROBES = 3
AT_ONCE = 16
# How long a road that is down rests before it is tried again.
REST = timedelta(seconds=10)
Outcome = Sent | Exception


@everything()
def send_due(*, at: datetime, most: int = 200) -> Counter[str]:
    """Send what is due on every road, one after the other; says how each thing ended."""
    outcomes: Counter[str] = Counter()
    for road in roads_due(at):
        outcomes += send_road(road, at=at, most=most)
    return outcomes


@everything()
def send_road(road: Road, *, at: datetime, most: int = 200) -> Counter[str]:
    """Send what is due on one road, batch by batch, until it is found to be down."""
    outcomes: Counter[str] = Counter()
    adapter = adapter_of(road)
    size = adapter.most if isinstance(adapter, SendsTogether) else PROBES
    while outcomes.total() < most and not (outcomes["down"] or outcomes["failed"]):
        rows = claim(at, min(size, PROBES) if road.failing_since else size, road)
        if not rows:
            break
        outcomes += _settled(rows, _tried(road, rows, at), at)
        if outcomes["sent"]:
            road.failing_since = None
    return outcomes


def _tried(road: Road, rows: Sequence[Delivery], at: datetime) -> list[Outcome]:
    """What came of each, in their order."""
    adapter = adapter_of(road)
    if isinstance(adapter, SendsTogether):
        try:
            return adapter.send_together(road, rows, at=at)
        except Exception as reason:  # told apart in `_not_sent`
            return [reason] * len(rows)
    return [_one(road, row, at) for row in rows]


def _one(road: Road, row: Delivery, at: datetime) -> Outcome:
    try:
        return adapter_of(road).send(road, row, at=at)
    except Exception as reason:  # told apart in `_not_sent`
        return reason


def _settled(rows: Sequence[Delivery], outcomes: Sequence[Outcome], at: datetime) -> Counter[str]:
    """Note what came of each; those that arrived are noted together."""
    told: Counter[str] = Counter()
    pairs = list(zip(rows, outcomes, strict=True))
    for row, outcome in pairs:
        if isinstance(outcome, Exception):
            told[_not_sent(row, outcome, at)] += 1
    arrived = [Arrived(row, o.body, o.peer_number) for row, o in pairs if isinstance(o, Sent)]
    if arrived:
        all_sent(arrived, at=at)
        told["sent"] += len(arrived)
    return told


def _not_sent(row: Delivery, reason: Exception, at: datetime) -> str:
    """Note why one thing did not go."""
    if isinstance(reason, NothingToSend):
        moot(row, str(reason))
        return "moot"
    if isinstance(reason, NotTaken):
        refused(row, str(reason))
        return "refused"
    if isinstance(reason, NotYetReady):
        later(row, str(reason), at=at)
        return "later"
    if isinstance(reason, RoadDown):
        log.warning("delivery_put_off", delivery=str(row.pk), road=row.road.code)
        put_off(row, str(reason), at=at)
        return "down"
    # An adapter's mistake must not hold up what others are owed.
    log.error("send_failed", road=row.road.code, error=type(reason).__name__)
    put_off(row, "程序发送时出错，请告知维护人员。", at=at)
    return "failed"


class Lanes:
    """The roads side by side, each in a thread of its own; a lane that still runs is left alone."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="lane")
        self._running: dict[UUID, Future[Counter[str]]] = {}
        self._rests_until: dict[UUID, datetime] = {}
        self._starting = Lock()

    def start(self, *, at: datetime, patience: float) -> Counter[str]:
        """Start a lane for each road with something due; says what those sent that are done."""
        if not self._starting.acquire(blocking=False):
            return Counter()  # another thread is at it
        try:
            return self._start(at, patience)
        finally:
            self._starting.release()

    def _start(self, at: datetime, patience: float) -> Counter[str]:
        for road in roads_due(at):
            rests = self._rests_until.get(road.pk)
            if road.pk not in self._running and (rests is None or rests <= at):
                self._running[road.pk] = self._pool.submit(self._run, road)
        wait(self._running.values(), timeout=patience)
        outcomes: Counter[str] = Counter()
        for pk, lane in list(self._running.items()):
            if lane.done():
                del self._running[pk]
                outcomes += lane.result()
        return outcomes

    def _run(self, road: Road) -> Counter[str]:
        """Send until nothing is due, or the road is found to be down."""
        outcomes: Counter[str] = Counter()
        try:
            while done := send_road(road, at=self._clock()):
                outcomes += done
                if done["down"] or done["failed"]:
                    self._rests_until[road.pk] = self._clock() + REST
                    break
        finally:
            connections.close_all()
        return outcomes
