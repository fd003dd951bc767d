"""Dismiss: nothing was wanted; the talk and its after-call work end with one press (无效来电)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Channel, Staff
from hotline.rules.calls import ON_LINE, WITHOUT_MATTER, CallState
from hotline.steps.calling.hang_up import hang_up
from hotline.steps.calling.wrap_up import wrap_up
from hotline.steps.moving import Refused
from hotline.steps.storing.book import together


def dismiss(call: Call, *, outcome: str, channel: Channel, by: Staff | None, at: datetime) -> None:
    """Hang up if they still talk, and say that it was invalid, harassing or silent."""
    if outcome not in WITHOUT_MATTER:
        raise Refused("outcome", "请选择无效、骚扰或无声。")
    with together():
        if CallState(call.state) in ON_LINE:
            hang_up(call, by=by, at=at)
        wrap_up(call, outcome=outcome, channel=channel, by=by, at=at)
