"""Submit: the editor hands the draft to the leader (送审); the leader may return it."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Bulletin, Staff
from hotline.steps.bulletin_moving import BULLETIN_MOVES, move_bulletin, need_nothing_confidential
from hotline.steps.moving import Refused, permit


def submit(
    bulletin: Bulletin, *, by: Staff | None, at: datetime, seen: int | None = None
) -> Bulletin:
    """Hand the draft on."""
    permit(by, BULLETIN_MOVES["submit"].permit)
    need_nothing_confidential(bulletin)
    move_bulletin(bulletin, "submit", by=by, at=at, seen=seen)
    return bulletin


def return_draft(bulletin: Bulletin, *, reason: str, by: Staff | None, at: datetime) -> Bulletin:
    """Give the draft back to the editor with a reason."""
    if not reason.strip():
        raise Refused("reason", "请写明需要修改的内容。")
    move_bulletin(bulletin, "return", by=by, at=at, note=reason.strip())
    return bulletin
