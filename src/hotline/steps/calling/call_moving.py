"""The single place where a call changes: one more event, and the call as its story then is.

What is kept of a call is read anew out of all its events (`rules/call_story.py`), so that it is the
same whatever came first. In the same transaction: what its call-takers do now, and who has to be
called back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hotline.records.models import Call, CallEvent, Staff
from hotline.records.scope import everything
from hotline.rules.call_story import Happened, Story, story_of
from hotline.rules.calls import CallNotOpen, CallState, after_event, is_told_already
from hotline.rules.hearing import Audience, Word
from hotline.rules.telephony import KEPT, TAKEN
from hotline.steps.calling.missing import note_missed
from hotline.steps.calling.turning import follow_calls
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book, together

TAKES_CALLS = "register"
WATCHES_CALLS = "see_calls"
THIRD_LENGTH = 60
# What of a call follows from its events; its outcome and note are also a person's to say.
FOLLOWS = (
    *("queue", "position", "answered_at", "ended_at", "wrapped_up_at", "held_for", "holds"),
    *("misses", "third", "ended_by"),
)


@everything()
def happen(
    call: Call, kind: str, *, by: Staff | None, at: datetime, third: str = "", **facts: Any
) -> bool:
    """A button was pressed: append the event and move the call; False where it was known already.

    `by` is the call-taker who pressed it. An event that the call's state has no place for is
    refused, as a person can see and mend that.
    """
    permit(by, TAKES_CALLS)
    _need_short(third)
    with together():
        held = lock(call)
        if by is not None and held.agent_id != by.pk:
            raise Refused("call", "这通来电不在您手上，请刷新后再看。")
        if is_told_already(kind, CallState(held.state)):
            call.refresh_from_db()
            return False
        _need_open(kind, CallState(held.state))
        known = list(held.events.all())
        last = max((event.at for event in known), default=at)
        event = CallEvent(
            call=held, kind=kind, at=max(at, last), told_at=at, by=by, agent=by, third=third
        )
        event.outcome = facts.get("outcome", "")
        add(held, known, event, facts, at=at)
    call.refresh_from_db()
    return True


def lock(call: Call) -> Call:
    """The call as it is, and nobody else's until this is stored."""
    return Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=call.pk)


def add(
    call: Call, known: Iterable[CallEvent], event: CallEvent, facts: dict[str, Any], *, at: datetime
) -> str:
    """Keep one more event of a locked call, and the call as it then is; TAKEN where it changed."""
    story = story_of(map(_happened, (*known, event)))
    before = {name: getattr(call, name) for name in ("state", "agent_id")}
    after = {**_facts_of(story), **facts}
    changes = {name: value for name, value in after.items() if getattr(call, name) != value}
    words = _words(call, before["agent_id"], story.agent) if changes else []
    book().write(Writing(rows=[event], changes=[(call, changes)] if changes else [], words=words))
    if changes:
        agents = {before["agent_id"], story.agent} - {None}
        follow_calls(agents, at=event.at, by=event.by)
        note_missed(call, before["state"], at=event.at)
    return TAKEN if changes else KEPT


def _happened(event: CallEvent) -> Happened:
    return Happened(
        event.kind,
        event.at,
        event.key,
        event.agent_id,
        event.queue,
        event.position,
        event.third,
        event.ended_by,
        event.outcome,
    )


def _facts_of(story: Story) -> dict[str, Any]:
    """The story as the call's columns; what nothing was said of is left as it is."""
    facts: dict[str, Any] = {name: getattr(story, name) for name in FOLLOWS}
    facts |= {"state": story.state.value, "agent_id": story.agent, "offered_at": story.offered_at}
    if story.outcome:
        facts["outcome"] = story.outcome
    return facts


def _words(call: Call, *agents: int | None) -> list[Word]:
    """What open pages hear: the call-takers' that the call changed, the board's that any did."""
    concerned = frozenset(pk for pk in agents if pk is not None)
    words: list[Word] = [(Audience(permits=frozenset({WATCHES_CALLS})), "calls", {})]
    if concerned:
        words.insert(0, (Audience(staff=concerned), "call", {"call": str(call.pk)}))
    return words


def _need_open(kind: str, state: CallState) -> None:
    try:
        after_event(kind, state)
    except CallNotOpen as error:
        raise Refused("call", str(error)) from error


def _need_short(third: str) -> None:
    if len(third) > THIRD_LENGTH:
        raise Refused("third", f"对方名称或号码超过 {THIRD_LENGTH} 个字，请缩短。")
