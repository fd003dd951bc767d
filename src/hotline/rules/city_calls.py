"""What a city says of its telephone line in `queues.toml`: limits, queues and who sits where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TelephoneRow:
    """Limits of the line. The first two are GB/T 33358-2016: answered within 15 seconds, and 95 in
    a hundred connected in any 24 hours; the others are the office's: after how long a break or
    after-call work ends by itself (0: never)."""

    answer_seconds: int = 15
    connect_percent: int = 95
    break_minutes: int = 0
    after_seconds: int = 0


STANDARD = TelephoneRow()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A queue of the line; `names` are what exchanges call it."""

    code: str
    name: str
    names: tuple[str, ...] = ()
    order: int = 0


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A call-taker's extension, and the queues that they serve; none named means all."""

    username: str
    extension: str
    queues: tuple[str, ...] = ()
