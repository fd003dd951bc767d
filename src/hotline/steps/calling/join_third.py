"""Join: a third is called in, a unit or an emergency line (三方通话)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Call, Staff
from hotline.steps.calling.call_moving import happen
from hotline.steps.moving import Refused


def join_third(call: Call, *, third: str, by: Staff | None, at: datetime) -> bool:
    """Three of them talk; `third` is who was called in."""
    if not third.strip():
        raise Refused("third", "请填写请谁加入通话，例如 110。")
    return happen(call, "third_joined", by=by, at=at, third=third.strip())
