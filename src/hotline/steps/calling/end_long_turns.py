"""End long turns: a break or after-call work that lasts longer than the office allows is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.records.models import AgentTurn
from hotline.rules.calls import AgentState
from hotline.rules.city_calls import TelephoneRow
from hotline.steps.calling.turning import LIMIT, turn_to

AT_ONCE = 200


def end_long_turns(rules: TelephoneRow, *, at: datetime) -> list[AgentTurn]:
    """Have whoever is over the limit be free again; gives what was ended.

    After-call work that ends so leaves its call open: it is finished when there is time.
    """
    limits = {
        AgentState.BREAK: timedelta(minutes=rules.break_minutes),
        AgentState.AFTER: timedelta(seconds=rules.after_seconds),
    }
    ended = []
    for state, limit in limits.items():
        if not limit:
            continue
        over = AgentTurn.objects.filter(ended_at=None, state=state, started_at__lte=at - limit)
        for turn in over.select_related("staff")[:AT_ONCE]:
            if turn_to(turn.staff, AgentState.FREE, at=at, by=None, why=LIMIT):
                ended.append(turn)
    return ended
