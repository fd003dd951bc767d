"""What a call-taker does, and since when: one stretch ends as the next begins.

Ringing, talking and after-call work follow from their calls; being free, on a break or signed off
is what they, the exchange or the limits of the office say.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hotline.records.models import AgentTurn, Call, Staff
from hotline.rules.calls import IN_HAND, AgentState, CallState, agent_state
from hotline.rules.hearing import Audience, Word
from hotline.steps.storing.book import Writing, book, together

LIMIT = "limit"


def follow_calls(agents: Iterable[int | None], *, at: datetime, by: Staff | None) -> None:
    """Have these call-takers do what their calls say."""
    for pk in sorted(each for each in agents if each is not None):
        turn = _held(pk)
        states = _in_hand(pk)
        if turn is not None and turn.why == LIMIT and states == {CallState.AFTER}:
            continue  # freed by the limit; that old call still wants its outcome
        before = AgentState(turn.state) if turn is not None else AgentState.SIGNED_OFF
        _begin(turn, pk, agent_state(states, before), at=at, by=by)


def turn_to(
    staff: Staff, state: AgentState, *, at: datetime, by: Staff | None, why: str = ""
) -> bool:
    """Begin to be free, on a break or signed off; False where that is so, a later word is known, or
    a call is in hand, which goes first."""
    with together():
        turn = _held(staff.pk)
        if why != LIMIT and _in_hand(staff.pk):
            return False
        if turn is not None and (turn.state == state or at < turn.started_at):
            return False
        is_news = _begin(turn, staff.pk, state, at=at, by=by, why=why)
        if is_news:
            watched: Word = (Audience(permits=frozenset({"see_calls"})), "calls", {})
            own: Word = (Audience(staff=frozenset({staff.pk})), "call", {})
            book().write(Writing(words=[own, watched]))
        return is_news


def _held(pk: int) -> AgentTurn | None:
    """The stretch that is open, while nobody else begins another for this person."""
    Staff.objects.select_for_update(no_key=True, of=("self",)).only("pk").get(pk=pk)
    return AgentTurn.objects.filter(staff_id=pk, ended_at=None).first()


def _in_hand(pk: int) -> frozenset[CallState]:
    calls = Call.objects.filter(agent_id=pk, state__in=IN_HAND)
    return frozenset(map(CallState, calls.values_list("state", flat=True)))


def _begin(
    turn: AgentTurn | None,
    pk: int,
    state: AgentState,
    *,
    at: datetime,
    by: Staff | None,
    why: str = "",
) -> bool:
    if turn is not None and turn.state == state:
        return False
    if turn is None and state == AgentState.SIGNED_OFF:
        return False
    begins = max(at, turn.started_at) if turn is not None else at
    new = AgentTurn(staff_id=pk, state=state.value, started_at=begins, by=by, why=why)
    ends = [(turn, {"ended_at": begins})] if turn is not None else []
    book().write(Writing(changes=[*ends], rows=[new]))
    return True
