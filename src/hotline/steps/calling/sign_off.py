"""Sign off: the shift is over, no more calls (签出)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Staff
from hotline.rules.calls import AgentState
from hotline.steps.calling.call_moving import TAKES_CALLS
from hotline.steps.calling.turning import turn_to
from hotline.steps.moving import permit


def sign_off(*, by: Staff, at: datetime) -> None:
    """Gone until they sign on again; being so already changes nothing."""
    permit(by, TAKES_CALLS)
    turn_to(by, AgentState.SIGNED_OFF, at=at, by=by)
