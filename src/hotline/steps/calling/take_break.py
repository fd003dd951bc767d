"""Take a break: no calls for a while (小休)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Staff
from hotline.rules.calls import AgentState
from hotline.steps.calling.call_moving import TAKES_CALLS
from hotline.steps.calling.turning import turn_to
from hotline.steps.moving import permit


def take_break(*, by: Staff, at: datetime) -> None:
    """Begin a break; beginning it again changes nothing, nor does it with a call in hand."""
    permit(by, TAKES_CALLS)
    turn_to(by, AgentState.BREAK, at=at, by=by)
