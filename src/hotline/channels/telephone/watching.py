"""Watching one exchange: connected for as long as it can be, each event told exactly once.

What cannot be told because the database is away waits here in memory; after a stop the exchange
itself says how its calls stand, so nothing personal is ever laid down on a disk.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from typing import Protocol

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections

from hotline.channels.telephone.blocks import Block, Damage
from hotline.channels.telephone.line import LineDown, LoginRefused, Place
from hotline.rules.telephony import AgentEvent, CallEvent
from hotline.steps.moving import Refused

log = structlog.get_logger("hotline.telephone")

LISTENING = 1.0
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
AFTER_REFUSAL = 60.0
MOST_WAITING = 20_000
HEARTBEAT = timedelta(seconds=15)
Word = CallEvent | AgentEvent


class Tell(Protocol):
    """What takes in one event: `events.tell`."""

    def __call__(self, event: Word, *, at: datetime) -> str:
        """Raises Refused for what cannot be."""


class Listener(Protocol):
    """One session with an exchange, and the stories of its calls."""

    def connect(self, place: Place, at: datetime) -> Sequence[Word]:
        """Log in; what happened meanwhile. Raises LineDown."""

    def listen(self, seconds: float) -> Iterator[Block | Damage]:
        """What comes within this time. Raises LineDown."""

    def read(self, block: Block, at: datetime) -> Sequence[Word]:
        """What a block tells. Raises LineDown when the exchange says good-bye."""

    def close(self) -> None:
        """Hang up."""


class Notes(Protocol):
    """Where it is written down how the road goes."""

    def up(self, at: datetime) -> None:
        """The exchange was heard."""

    def down(self, problem: str, at: datetime) -> None:
        """It cannot be reached."""

    def damage(self, piece: Damage, at: datetime) -> None:
        """Something could not be read."""


class Telling:
    """Tells events in their order; keeps them while the database is away."""

    def __init__(self, tell: Tell, now: Callable[[], datetime]) -> None:
        self._tell, self._now = tell, now
        self._waiting: deque[Word] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, words: Iterable[Word]) -> None:
        """Take in what is to be told; of too much the oldest goes."""
        for word in words:
            if len(self._waiting) >= MOST_WAITING:
                lost = self._waiting.popleft()
                log.error("call_event_lost", exchange=lost.exchange)
            self._waiting.append(word)

    def flush(self) -> bool:
        """Tell what waits; False when the database is away."""
        while self._waiting:
            try:
                self._told(self._waiting[0])
            except (DatabaseError, InterfaceError):
                log.warning("call_events_wait", count=len(self._waiting))
                close_old_connections()
                return False
            self._waiting.popleft()
        return True

    def _told(self, word: Word) -> None:
        """Tell one event; what is refused is noted, and the call goes on without that agent."""
        try:
            self._tell(word, at=self._now())
        except Refused as refusal:
            kind = word.kind if isinstance(word, CallEvent) else "agent"
            log.warning(
                "call_event_refused", exchange=word.exchange, kind=kind, field=refusal.field
            )
            if isinstance(word, CallEvent) and refusal.field == "agent" and word.agent:
                self._told(replace(word, agent=""))


class Watch:
    """One road's exchange, watched until `stopped`."""

    def __init__(
        self,
        listener: Listener,
        place: Callable[[], Place],
        *,
        notes: Notes,
        tell: Tell,
        now: Callable[[], datetime],
        pauses: tuple[float, ...] = PAUSES,
        listening: float = LISTENING,
    ) -> None:
        self.telling = Telling(tell, now)
        self._listener, self._place, self._notes = listener, place, notes
        self._listening = listening
        self._now, self._pauses = now, pauses
        self._noted_at: datetime | None = None

    def run(self, stopped: Event) -> None:
        """Connect, listen, and after each gap connect again, a little later each time."""
        failures = 0
        while not stopped.is_set():
            try:
                self._session(stopped)
            except LoginRefused as refusal:
                self._notes.down(str(refusal), self._now())
                stopped.wait(AFTER_REFUSAL if self._pauses is PAUSES else self._pauses[0])
            except LineDown as down:
                was_up, self._noted_at = self._noted_at is not None, None
                failures = 1 if was_up else failures + 1
                self._notes.down(str(down), self._now())
                stopped.wait(self._pauses[min(failures, len(self._pauses)) - 1])
            self.telling.flush()
        self._listener.close()

    def _session(self, stopped: Event) -> None:
        """One connection from its beginning to its end."""
        self.telling.add(self._listener.connect(self._place(), self._now()))
        self._heartbeat()
        while not stopped.is_set():
            self.telling.flush()
            for piece in self._listener.listen(self._listening):
                self._take(piece)
            self._heartbeat()

    def _take(self, piece: Block | Damage) -> None:
        if isinstance(piece, Damage):
            self._notes.damage(piece, self._now())
        else:
            self.telling.add(self._listener.read(piece, self._now()))

    def _heartbeat(self) -> None:
        now = self._now()
        if self._noted_at is None or now - self._noted_at >= HEARTBEAT:
            self._noted_at = now
            self._notes.up(now)
