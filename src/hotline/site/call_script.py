"""A day of the telephone line by chance: what an exchange would tell, and how it should count.

Callers come in at random (a Poisson stream), wait in a queue for a free agent, give up when their
patience ends, are rung at, put through, put on hold, handed on. Every number is from a range that
nobody has (154…). The same seed gives the same day.
"""

from __future__ import annotations

import heapq
from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random
from typing import Any

PATIENCE, RING, TALK, WRITES, SHORT = 75.0, 4.0, 150.0, 25.0, 8.0
NO_ANSWER = 15.0
IN_TIME = 15.0
# How often each of these happens, in a hundred.
OFTEN = {"missed": 4, "held": 12, "third": 4, "transferred": 4, "silent": 4, "harassing": 2}
FREQUENT_CALLERS, NUMBERS = 20, 9999
OFTEN_CALLS, WITHHELD = 0.1, 0.02
THIRDS = ("110", "120", "119", "市医保局")
QUEUES = ("general", "general", "general", "enterprise", "english")
Event = dict[str, Any]


@dataclass
class Day:
    """What is told, by its second, and what should be counted of it."""

    events: list[tuple[float, Event]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


@dataclass(order=True)
class _Due:
    """Something that is to happen at a second."""

    at: float
    turn: int
    what: str = field(compare=False)
    call: int = field(compare=False, default=-1)
    agent: str = field(compare=False, default="")


class Line:
    """One line with its agents, simulated from the first second to the last."""

    def __init__(self, agents: list[str], prefix: str, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a day to try with, nothing secret
        self.prefix = prefix
        self.free = deque(agents)
        self.waiting: deque[int] = deque()
        self.came: dict[int, float] = {}
        self.gone: set[int] = set()
        self.due: list[_Due] = []
        self.day = Day()

    def played(self, rate: float, minutes: float) -> Day:
        """The whole day: `rate` callers a minute for so many minutes, and until the last is done.

        What is told comes out in the order of its seconds.
        """
        at, number = 0.0, 0
        while (at := at + self.random.expovariate(rate / 60)) < minutes * 60:
            self._then(at, "comes", number)
            number += 1
        while self.due:
            next_one = heapq.heappop(self.due)
            getattr(self, f"_{next_one.what}")(next_one)
        self.day.events.sort(key=lambda told: told[0])
        return self.day

    def _then(self, at: float, what: str, call: int = -1, agent: str = "") -> None:
        heapq.heappush(self.due, _Due(at, len(self.day.events) + len(self.due), what, call, agent))

    def _tell(self, at: float, call: int, kind: str, **facts: Any) -> None:
        event = {"call": f"{self.prefix}{call}", "id": f"{kind}-{at:.3f}", "kind": kind, **facts}
        self.day.events.append((at, event))

    def _chance(self, what: str) -> bool:
        return self.random.random() * 100 < OFTEN[what]

    def _comes(self, due: _Due) -> None:
        """Somebody calls: into a queue, with a patience of their own."""
        number = self.random.randrange(
            FREQUENT_CALLERS if self.random.random() < OFTEN_CALLS else NUMBERS
        )
        queue = self.random.choice(QUEUES)
        caller = f"1540000{number:04}" if self.random.random() > WITHHELD else ""
        self._tell(due.at, due.call, "offered", caller=caller, line="12345")
        self._tell(due.at + 0.2, due.call, "queued", queue=queue, position=len(self.waiting) + 1)
        self.day.counted["offered"] += 1
        self.came[due.call] = due.at
        self.waiting.append(due.call)
        self._then(due.at + 1 + self.random.expovariate(1 / PATIENCE), "gives_up", due.call)
        self._then(due.at + 0.5, "put_through")

    def _put_through(self, due: _Due) -> None:
        """The longest waiting rings at whoever was free first."""
        while self.waiting and self.free:
            call, agent = self.waiting.popleft(), self.free.popleft()
            self._tell(due.at, call, "offered", agent=agent)
            if self._chance("missed"):
                self._then(due.at + NO_ANSWER, "nobody", call, agent)
            else:
                seconds = 1 + self.random.expovariate(1 / RING)
                self._then(due.at + seconds, "answered", call, agent)

    def _nobody(self, due: _Due) -> None:
        """It rang in vain: back to the head of the queue."""
        self.free.append(due.agent)
        if due.call not in self.gone:
            self._tell(due.at, due.call, "missed", agent=due.agent)
            self.day.counted["missed"] += 1
            self.waiting.appendleft(due.call)
        self._then(due.at + 0.5, "put_through")

    def _gives_up(self, due: _Due) -> None:
        if due.call in self.gone:
            return
        self.gone.add(due.call)
        if due.call in self.waiting:
            self.waiting.remove(due.call)
        self._tell(due.at, due.call, "ended", ended_by="caller")
        self.day.counted["abandoned"] += 1

    def _answered(self, due: _Due) -> None:
        """They talk; what happens in the talk is told at once, it can be reckoned by now."""
        if due.call in self.gone:
            self.free.append(due.agent)
            self._then(due.at, "put_through")
            return
        self.gone.add(due.call)
        self._tell(due.at, due.call, "answered", agent=due.agent)
        self.day.counted["answered"] += 1
        waited = round(due.at, 3) - round(self.came[due.call], 3)
        self.day.counted["in_time"] += waited <= IN_TIME
        outcome = next((each for each in ("silent", "harassing") if self._chance(each)), "")
        mean = SHORT if outcome == "silent" else TALK
        seconds = 3 + self.random.expovariate(1 / mean)
        ends = due.at + seconds
        self._in_between(due.at, ends, due.call)
        self._ends(ends, due.call, due.agent, outcome)

    def _in_between(self, begins: float, ends: float, call: int) -> None:
        third = (ends - begins) / 5
        if self._chance("held"):
            self._tell(begins + third, call, "held")
            self._tell(begins + 2 * third, call, "resumed")
            self.day.counted["held"] += 1
        if self._chance("third"):
            self._tell(begins + 3 * third, call, "third_joined", third=self.random.choice(THIRDS))
            self._tell(begins + 4 * third, call, "third_left")
            self.day.counted["third_joined"] += 1

    def _ends(self, at: float, call: int, agent: str, outcome: str) -> None:
        if not outcome and self._chance("transferred"):
            self._tell(at, call, "transferred", third=self.random.choice(THIRDS))
            self.day.counted["transferred"] += 1
            outcome = "transferred"
        else:
            self._tell(at, call, "ended", ended_by="caller")
        lasts = int(at - self.came[call])
        self._tell(at + 1, call, "recorded", recording=f"{self.prefix}{call}.wav",
                   recorded_seconds=lasts)  # fmt: skip
        done = at + 2 + self.random.expovariate(1 / WRITES)
        outcome = outcome or "question_answered"
        self._tell(done, call, "wrapped_up", outcome=outcome)
        self.day.counted[f"outcome_{outcome}"] += 1
        self._then(done, "is_free", agent=agent)

    def _is_free(self, due: _Due) -> None:
        self.free.append(due.agent)
        self._then(due.at, "put_through")
