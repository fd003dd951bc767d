"""A call read out of its events: the same for every order, and what a plain model would say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from hotline.rules.call_story import Happened, Story, story_of
from hotline.rules.calls import EVENTS, CallState

START = datetime(2026, 11, 20, 1, tzinfo=UTC)
S = CallState
ANNA, BORIS = 7, 8
ENDS = ("ended", "transferred")
KINDS = tuple(EVENTS)


def at(second: float) -> datetime:
    return START + timedelta(seconds=second)


def happened(second: float, kind: str, agent: int | None = None, **facts: str | int) -> Happened:
    return Happened(kind, at(second), key=f"{kind}-{second}", agent=agent, **facts)  # type: ignore[arg-type]


WHOLE = (
    happened(0, "offered"),
    happened(1, "queued", queue="general", position=3),
    happened(9, "offered", ANNA),
    happened(20, "missed", ANNA),
    happened(21, "offered", BORIS),
    happened(24, "answered", BORIS),
    happened(60, "held"),
    happened(75, "resumed"),
    happened(80, "held"),
    happened(90, "third_joined", third="110"),
    happened(100, "third_left"),
    happened(130, "ended", ended_by="caller"),
    happened(160, "wrapped_up", outcome="question_answered"),
)
TOLD = Story(
    state=S.DONE,
    agent=BORIS,
    queue="general",
    offered_at=at(0),
    answered_at=at(24),
    ended_at=at(130),
    wrapped_up_at=at(160),
    held_for=timedelta(seconds=25),
    holds=2,
    misses=1,
    third="110",
    ended_by="caller",
    outcome="question_answered",
)


def test_a_whole_call_is_told() -> None:
    assert story_of(WHOLE) == TOLD


@pytest.mark.parametrize("seed", range(40))
def test_the_order_of_arrival_and_repetition_decide_nothing(seed: int) -> None:
    random = Random(seed)
    events = [*WHOLE, *random.sample(WHOLE, 4)]
    random.shuffle(events)
    twice = {event.key: event for event in events}
    assert story_of(twice.values()) == TOLD


@pytest.mark.parametrize(
    ("events", "state", "agent"),
    [
        ([("answered", 5, ANNA)], S.TALKING, ANNA),
        ([("offered", 0, ANNA), ("ended", 9, None)], S.ABANDONED, ANNA),
        ([("offered", 0, None), ("abandoned", 9, None)], S.ABANDONED, None),
        ([("offered", 0, ANNA), ("missed", 9, None)], S.QUEUED, None),
        ([("offered", 0, ANNA), ("offered", 5, BORIS), ("missed", 6, ANNA)], S.RINGING, BORIS),
        ([("offered", 0, ANNA), ("answered", 5, ANNA), ("abandoned", 4, None)], S.TALKING, ANNA),
        ([("answered", 5, ANNA), ("ended", 4, None)], S.AFTER, ANNA),
        ([("answered", 5, ANNA), ("ended", 8, None), ("ended", 9, None)], S.AFTER, ANNA),
        ([("answered", 5, ANNA), ("wrapped_up", 6, ANNA)], S.TALKING, ANNA),
        ([("answered", 5, ANNA), ("wrapped_up", 6, ANNA), ("ended", 7, None)], S.DONE, ANNA),
        ([("answered", 5, ANNA), ("held", 4, ANNA)], S.HELD, ANNA),
        ([("answered", 5, ANNA), ("recorded", 4, None)], S.TALKING, ANNA),
    ],
)
def test_what_comes_out_of_turn_says_what_can_be_so(
    events: list[tuple[str, int, int | None]], state: CallState, agent: int | None
) -> None:
    story = story_of(happened(second, kind, who) for kind, second, who in events)
    assert (story.state, story.agent) == (state, agent)


def plain(events: list[Happened]) -> CallState:
    """The table walked event by event, as one would with a pencil."""
    state, ringing = S.QUEUED, None
    for event in events:
        kind = event.kind
        if kind == "offered" and event.agent is None:
            kind = "queued"
        if kind == "ended" and state in (S.QUEUED, S.RINGING):
            kind = "abandoned"
        if state not in EVENTS[kind].sources:
            continue
        if kind == "missed" and event.agent not in (None, ringing):
            continue
        if kind in ("offered", "queued", "missed"):
            ringing = event.agent if kind == "offered" else None
        state = EVENTS[kind].target
    return state


@pytest.mark.parametrize("seed", range(200))
def test_events_in_their_order_are_read_by_the_table(seed: int) -> None:
    random = Random(seed)
    kinds = [random.choice(KINDS) for _ in range(random.randint(1, 14))]
    first = kinds.index("answered") if "answered" in kinds else len(kinds)
    # What can only follow the answer, or speaks against it, has a test of its own above.
    before = [kind for kind in kinds[:first] if kind in ("offered", "queued", "missed")]
    after = [kind for kind in kinds[first:] if kind not in ("abandoned", "wrapped_up")]
    events = [
        happened(second, kind, random.choice((None, ANNA, BORIS)))
        for second, kind in enumerate((*before, *after))
    ]
    shuffled = random.sample(events, len(events))
    assert story_of(shuffled).state == plain(events)
