"""The story of each call, whatever the exchange: what is told of it once, in the order it happened.

Both adapters say here what they saw of a call's legs; what comes back is the neutral story. An
exchange may say a thing twice, or after a gap only how things stand: what is known is not told
again. Plain values in bounded memory, no I/O.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hotline.rules.telephony import CallEvent

MOST_CALLS = 20_000
MOST_LEGS = 12
LONGEST_NAME = 100
# Events of a call are numbered by the second since this moment at least, so that a program that
# was started again never gives a number twice.
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Story:
    """What is known of one call: `standing` is waiting, ringing, talking, held, third or over."""

    key: str
    caller: str = ""
    line: str = ""
    queue: str = ""
    standing: str = "waiting"
    agent: str = ""
    recording: str = ""
    hung_up: str = ""
    last: int = 0
    legs: dict[str, str] = field(default_factory=dict)


ON_LINE = ("talking", "held", "third")


class Stories:
    """All calls that one exchange has at the moment."""

    def __init__(self, exchange: str, most: int = MOST_CALLS) -> None:
        self.exchange = exchange
        self._most = most
        self._calls: OrderedDict[str, Story] = OrderedDict()
        self._legs: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def open_calls(self) -> list[str]:
        """The calls that are not over."""
        return list(self._calls)

    def of(self, leg: str) -> Story | None:
        """The call that a leg belongs to."""
        return self._calls.get(self._legs.get(leg, leg))

    def role(self, leg: str) -> str:
        """Whether a leg is its call's `caller`, `agent` or `third`; empty for a stranger."""
        if leg in self._calls:
            return "caller"
        story = self.of(leg)
        return story.legs.get(leg, "") if story is not None else ""

    def add_leg(self, key: str, leg: str, role: str) -> None:
        """Note that a leg belongs to a call; one that rang before and is gone makes room."""
        story = self._calls.get(key)
        if story is None or not leg or leg == key:
            return
        if leg not in story.legs and len(story.legs) >= MOST_LEGS:
            self._legs.pop(oldest := next(iter(story.legs)), None)
            del story.legs[oldest]
        story.legs[leg] = role
        self._legs[leg] = key

    def remember(self, key: str, standing: str, agent: str = "") -> None:
        """A call that was told of before this program started."""
        self._calls.setdefault(key, Story(key, standing=standing, agent=agent))

    def queued(
        self, key: str, at: datetime, *, caller: str, line: str, queue: str, position: int = 0
    ) -> list[CallEvent]:
        """A caller waits for somebody."""
        if not _is_name(key) or key in self._calls:
            return []
        if len(self._calls) >= self._most:
            self._forget(next(iter(self._calls)))
        story = Story(key, digits(caller), line[:40], queue[:40])
        self._calls[key] = story
        return [self._tell(story, "queued", at, **_whence(story), position=position)]

    def offered(self, key: str, agent: str, at: datetime, *, leg: str = "") -> list[CallEvent]:
        """It rings at somebody's place."""
        story = self._calls.get(key)
        if story is None or story.standing not in ("waiting", "ringing"):
            return []
        self.add_leg(key, leg, "agent")
        if story.standing == "ringing" and story.agent == agent:
            return []
        story.standing, story.agent = "ringing", agent
        return [self._tell(story, "offered", at, **_whence(story), agent=agent)]

    def passed_over(self, key: str, agent: str, at: datetime) -> list[CallEvent]:
        """Nobody answered there; the caller waits on."""
        story = self._calls.get(key)
        if story is None or story.standing != "ringing" or agent not in ("", story.agent):
            return []
        missed = self._tell(story, "missed", at, agent=story.agent)
        story.standing, story.agent = "waiting", ""
        return [missed]

    def answered(self, key: str, agent: str, at: datetime, *, leg: str = "") -> list[CallEvent]:
        """They talk; an exchange that did not say where it rang says it now."""
        story = self._calls.get(key)
        if story is None or story.standing not in ("waiting", "ringing"):
            return []
        before = self.offered(key, agent, at, leg=leg)
        self.add_leg(key, leg, "agent")
        story.standing = "talking"
        return [*before, self._tell(story, "answered", at, agent=agent)]

    def held(self, key: str, at: datetime) -> list[CallEvent]:
        """The caller hears music."""
        return self._change(key, ("talking",), "held", "held", at)

    def resumed(self, key: str, at: datetime) -> list[CallEvent]:
        """They talk again."""
        return self._change(key, ("held",), "talking", "resumed", at)

    def third_joined(self, key: str, third: str, at: datetime, *, leg: str = "") -> list[CallEvent]:
        """Somebody else talks with them."""
        self.add_leg(key, leg, "third")
        return self._change(key, ("talking", "held"), "third", "third_joined", at, third=third)

    def third_left(self, key: str, at: datetime) -> list[CallEvent]:
        """The two are among themselves again."""
        return self._change(key, ("third",), "talking", "third_left", at)

    def transferred(self, key: str, third: str, at: datetime) -> list[CallEvent]:
        """The caller talks with somebody else: for the hotline the call is over."""
        return self._finish(key, ON_LINE, "transferred", at, third=third)

    def recorded(self, key: str, recording: str, at: datetime) -> list[CallEvent]:
        """Where the exchange keeps the recording."""
        story = self._calls.get(key)
        if story is None or not recording or story.recording == recording:
            return []
        story.recording = recording[:200]
        return [self._tell(story, "recorded", at, recording=story.recording)]

    def hung_up(self, leg: str) -> None:
        """Note who put the receiver down first."""
        story, role = self.of(leg), self.role(leg)
        if story is not None and role in ("caller", "agent") and not story.hung_up:
            story.hung_up = role

    def over(self, key: str, at: datetime, by: str = "") -> list[CallEvent]:
        """One of the two hung up; nobody had answered, so the caller gave up."""
        story = self._calls.get(key)
        who = by or (story.hung_up if story is not None else "")
        return self._finish(key, ON_LINE, "ended", at, ended_by=who) or self._finish(
            key, ("waiting", "ringing"), "abandoned", at
        )

    def _change(
        self, key: str, sources: tuple[str, ...], target: str, kind: str, at: datetime, **facts: Any
    ) -> list[CallEvent]:
        story = self._calls.get(key)
        if story is None or story.standing not in sources:
            return []
        story.standing = target
        return [self._tell(story, kind, at, **facts)]

    def _finish(
        self, key: str, sources: tuple[str, ...], kind: str, at: datetime, **facts: Any
    ) -> list[CallEvent]:
        told = self._change(key, sources, "over", kind, at, **facts)
        if told:
            self._forget(key)
        return told

    def _forget(self, key: str) -> None:
        story = self._calls.pop(key)
        for leg in story.legs:
            self._legs.pop(leg, None)

    def _tell(self, story: Story, kind: str, at: datetime, **facts: Any) -> CallEvent:
        story.last = max(story.last + 1, int((at - EPOCH).total_seconds()))
        return CallEvent(self.exchange, story.key, f"{story.last}-{kind}", kind, at, **facts)


def _whence(story: Story) -> dict[str, Any]:
    return {"caller": story.caller, "line": story.line, "queue": story.queue}


def _is_name(key: str) -> bool:
    return 0 < len(key) <= LONGEST_NAME and key.isascii() and key.isprintable()


def digits(caller: str) -> str:
    """A caller's number as the exchange gives it; a withheld one is none."""
    kept = "".join(each for each in caller if each in "0123456789+")
    return kept if len(kept) <= len("+8613800000000000000") else ""
