"""The story of a call: all that is known of it, whatever the order in which it came to be known.

Exchanges tell late, twice and out of turn; a call-taker's buttons tell the same again. So a call is
never moved from state to state as words come in: all its events are put in the order of their
times, and read from the beginning. What does not fit where it stands says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hotline.rules.calls import EVENTS, WAITING, CallState

# Where two events have the same time: what must have been first.
TURN = {kind: turn for turn, kind in enumerate(("missed", "queued", *EVENTS))}
NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as it is kept; `agent` is the identity of a call-taker."""

    kind: str
    at: datetime
    key: str = ""
    agent: int | None = None
    queue: str = ""
    position: int = 0
    third: str = ""
    ended_by: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """How a call stands. `misses` counts the agents at whom it rang in vain, `held_for` adds up
    how long the caller heard music, `third` is who was called in or took over last."""

    state: CallState = CallState.QUEUED
    agent: int | None = None
    queue: str = ""
    position: int = 0
    offered_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    wrapped_up_at: datetime | None = None
    held_since: datetime | None = None
    held_for: timedelta = NOTHING
    holds: int = 0
    misses: int = 0
    third: str = ""
    ended_by: str = ""
    outcome: str = ""


def story_of(events: Iterable[Happened]) -> Story:
    """The call out of its events; the same for every order in which they are given."""
    story = Story()
    for event in _in_turn(events):
        story = _after(story, event)
    return story


def _in_turn(events: Iterable[Happened]) -> list[Happened]:
    """By time; but nobody ends what was not answered, and the after-call work is last."""
    known = [_as_read(event) for event in events]
    answers = [event.at for event in known if event.kind == "answered"]
    if answers:
        known = [_not_before(event, min(answers)) for event in known if event.kind != "abandoned"]
    return sorted(
        known,
        key=lambda one: (one.kind == "wrapped_up", one.at, TURN.get(one.kind, 0), one.key),
    )


def _as_read(event: Happened) -> Happened:
    """To be offered to nobody is to wait."""
    is_nobodys = event.kind == "offered" and event.agent is None
    return replace(event, kind="queued") if is_nobodys else event


def _not_before(event: Happened, answered: datetime) -> Happened:
    """What can only follow the answer, told with a time before it, happened with it."""
    follows = event.kind not in ("offered", "queued", "missed", "answered", "recorded")
    return replace(event, at=max(event.at, answered)) if follows else event


def _after(story: Story, event: Happened) -> Story:
    """The story with one more event, if that is open from there."""
    story = replace(story, offered_at=story.offered_at or event.at)
    kind = event.kind
    if kind == "ended" and story.state in WAITING:
        kind = "abandoned"
    row = EVENTS.get(kind)
    if row is None or story.state not in row.sources or _is_anothers(story, event):
        return story
    before, story = story.state, replace(story, state=row.target)
    if before == CallState.HELD:
        story = _held_until(story, event.at)
    return _with_facts(story, kind, event)


def _is_anothers(story: Story, event: Happened) -> bool:
    """Whether an agent missed it at whom it does not ring any more."""
    return event.kind == "missed" and event.agent not in (None, story.agent)


def _held_until(story: Story, at: datetime) -> Story:
    waited = at - story.held_since if story.held_since is not None else NOTHING
    return replace(story, held_since=None, held_for=story.held_for + waited)


def _with_facts(story: Story, kind: str, event: Happened) -> Story:
    told: dict[str, Any] = {}
    match kind:
        case "offered" | "answered":
            told = {"agent": event.agent or story.agent, "queue": event.queue or story.queue}
            told |= {"position": 0}
            if kind == "answered":
                told["answered_at"] = event.at
        case "queued":
            told = {"agent": None, "queue": event.queue or story.queue, "position": event.position}
        case "missed":
            told = {"agent": None, "misses": story.misses + 1}
        case "held":
            told = {"held_since": event.at, "holds": story.holds + 1}
        case "third_joined":
            told = {"third": event.third}
        case "wrapped_up":
            told = {"wrapped_up_at": event.at, "outcome": event.outcome}
        case "ended" | "abandoned" | "transferred":
            told = {"ended_at": event.at, "ended_by": event.ended_by, "position": 0}
            told["third"] = event.third or story.third
    return replace(story, **told)
