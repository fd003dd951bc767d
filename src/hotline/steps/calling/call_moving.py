"""The single place where a call's state changes: the event and the new state, together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hotline.records.models import Call, CallEvent, Staff
from hotline.records.scope import everything
from hotline.rules.calls import CallNotOpen, CallState, after_event, is_told_already
from hotline.rules.hearing import Audience, Word
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book, together

TAKES_CALLS = "register"
THIRD_LENGTH = 60


@everything()
def happen(
    call: Call,
    kind: str,
    *,
    by: Staff | None,
    at: datetime,
    number: int | None = None,
    third: str = "",
    **facts: Any,
) -> bool:
    """Append the event and move the call; False where it was known already.

    `by` is the call-taker who pressed a button, None for the exchange. `number` is the exchange's
    own of the event: the same one again changes nothing.
    """
    permit(by, TAKES_CALLS)
    _need_short(third)
    with together():
        held = Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=call.pk)
        if by is not None and held.agent_id != by.pk:
            raise Refused("call", "这通来电不在您手上，请刷新后再看。")
        state = CallState(held.state)
        if _is_known(held, kind, state, number):
            call.refresh_from_db()
            return False
        facts["state"] = _target(kind, state)
        event = CallEvent(
            call=held, kind=kind, at=max(at, held.offered_at), by=by, number=number, third=third
        )
        agent = facts.get("agent")
        words = told_to_agents(held, held.agent_id, agent.pk if agent is not None else None)
        book().write(Writing(rows=[event], changes=[(held, facts)], words=words))
    for name, value in facts.items():
        setattr(call, name, value)
    return True


def told_to_agents(call: Call, *agents: int | None) -> list[Word]:
    """What the open pages of the call-takers concerned hear: that something is new in the call."""
    known = frozenset(pk for pk in agents if pk is not None)
    return [(Audience(staff=known), "call", {"call": str(call.pk)})] if known else []


def _is_known(call: Call, kind: str, state: CallState, number: int | None) -> bool:
    """Whether this very event came before, or says only what a button said."""
    if number is not None and call.events.filter(number=number).exists():
        return True
    return is_told_already(kind, state)


def _target(kind: str, state: CallState) -> str:
    try:
        return after_event(kind, state).value
    except CallNotOpen as error:
        raise Refused("call", str(error)) from error


def _need_short(third: str) -> None:
    if len(third) > THIRD_LENGTH:
        raise Refused("third", f"对方名称或号码超过 {THIRD_LENGTH} 个字，请缩短。")
