"""The switchboard: one thread for each exchange whose road is on, for as long as the process lives.

Roads that are switched on, off or changed are noticed within some seconds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from hotline.channels.telephone.blocks import Damage
from hotline.channels.telephone.events import tell
from hotline.channels.telephone.exchanges import MAKES, place_of, unreadable
from hotline.channels.telephone.watching import Watch
from hotline.records.models import Road
from hotline.records.queries.open_calls import calls_on
from hotline.records.scope import everything
from hotline.rules.roads import Incoming
from hotline.steps.roads.hear import hear
from hotline.steps.roads.noting import note_down, note_heard

log = structlog.get_logger("hotline.telephone")

LOOKING = 5.0
STOPPING = 5.0
# More damage than this in an hour is counted in the log alone: an exchange that sends nothing but
# rubbish may not fill the database.
MOST_KEPT = 100
HOUR = timedelta(hours=1)


def is_wanted() -> bool:
    """Whether any road needs the switchboard."""
    return Road.objects.filter(is_on=True, adapter__in=tuple(MAKES)).exists()


def wanted() -> dict[Any, Road]:
    """The roads that are on and lead to an exchange."""
    rows = Road.objects.filter(is_on=True, adapter__in=tuple(MAKES)).select_related("channel")
    return {road.pk: road for road in rows}


class RoadNotes:
    """Writes down how a road goes; a database that is away is no reason to stop listening."""

    def __init__(self, road: Road) -> None:
        self._road = road
        self._kept: deque[datetime] = deque(maxlen=MOST_KEPT)

    def up(self, at: datetime) -> None:
        """The exchange was heard."""
        self._write(lambda: note_heard(self._road, {}, at=at))

    def down(self, problem: str, at: datetime) -> None:
        """It cannot be reached."""
        log.warning("exchange_down", road=self._road.code, reason=problem)
        self._write(lambda: note_down(self._road, problem, at=at))

    def damage(self, piece: Damage, at: datetime) -> None:
        """Keep it sealed as a held original; without a channel, or of too many, only count it."""
        log.warning("bad_frame", road=self._road.code, reason=piece.reason, size=piece.size)
        is_too_much = len(self._kept) == MOST_KEPT and at - self._kept[0] < HOUR
        if self._road.channel_id is None or is_too_much:
            return
        self._kept.append(at)

        def read(raw: bytes) -> Incoming:
            raise unreadable(piece.reason)

        self._write(lambda: hear(self._road, piece.raw, read, at=at))

    def _write(self, note: Callable[[], object]) -> None:
        try:
            note()
        except (DatabaseError, InterfaceError):
            log.warning("note_not_written", road=self._road.code)
            close_old_connections()


@dataclass(frozen=True, slots=True)
class Watched:
    """A road that is being watched, and how that is ended."""

    road: Road
    thread: Thread
    stopped: Event


class Switchboard:
    """Holds the threads."""

    def __init__(self) -> None:
        self._watched: dict[Any, Watched] = {}

    def run(self, stopped: Event) -> None:
        """Look at the roads every few seconds until told to stop."""
        while not stopped.is_set():
            self.look()
            stopped.wait(LOOKING)
        self._end(list(self._watched))

    def look(self) -> None:
        """Start what was switched on, end what was switched off or changed."""
        try:
            roads = wanted()
        except (DatabaseError, InterfaceError):
            close_old_connections()
            return
        ended = [
            pk
            for pk, one in self._watched.items()
            if pk not in roads or roads[pk].version != one.road.version or not one.thread.is_alive()
        ]
        self._end(ended)
        for pk in roads.keys() - self._watched.keys():
            self._watched[pk] = _started(roads[pk])

    def _end(self, which: list[Any]) -> None:
        for pk in which:
            self._watched[pk].stopped.set()
        for pk in which:
            self._watched.pop(pk).thread.join(STOPPING)


def _started(road: Road) -> Watched:
    stopped = Event()
    thread = Thread(target=_thread, args=(road, stopped), name=f"exchange-{road.code}", daemon=True)
    thread.start()
    return Watched(road, thread, stopped)


def _thread(road: Road, stopped: Event) -> None:
    try:
        watch(road, stopped)
    finally:
        connections.close_all()


def watch(road: Road, stopped: Event) -> None:
    """The life of one thread; what nobody foresaw ends it, and `look` starts another."""
    try:
        with everything():
            listener = MAKES[road.adapter].listener(road.code)
            for call in calls_on(road.code):
                listener.events.stories.remember(call.key, call.standing)
            notes = RoadNotes(road)
            place = partial(place_of, road)
            Watch(listener, place, notes=notes, tell=tell, now=timezone.now).run(stopped)
    except Exception as error:
        log.error("switchboard_thread_ended", road=road.code, error=type(error).__name__)
