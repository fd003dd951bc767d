"""Be free: sign on, or end the break; the next call may come (签入、结束小休)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Staff
from hotline.rules.calls import AgentState
from hotline.steps.calling.call_moving import TAKES_CALLS
from hotline.steps.calling.turning import turn_to
from hotline.steps.moving import permit


def be_free(*, by: Staff, at: datetime) -> None:
    """Free from now on; being so already changes nothing."""
    permit(by, TAKES_CALLS)
    turn_to(by, AgentState.FREE, at=at, by=by)
