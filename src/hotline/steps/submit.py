"""Submit: the editor hands the draft to those who approve it (送审); each may return it."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Bulletin, Staff
from hotline.records.queries.approvals import approval_of
from hotline.steps.bulletin_gate import need_clean
from hotline.steps.bulletin_moving import (
    BULLETIN_MOVES,
    move_bulletin,
    need_move,
    need_nothing_confidential,
)
from hotline.steps.moving import Refused, permit


def submit(
    bulletin: Bulletin, *, by: Staff | None, at: datetime, seen: int | None = None
) -> Bulletin:
    """Hand the draft on; refused while the check has an open finding."""
    permit(by, BULLETIN_MOVES["submit"].permit)
    need_move(bulletin, "submit", seen=seen)
    need_nothing_confidential(bulletin)
    need_clean(bulletin, at)
    move_bulletin(bulletin, "submit", by=by, at=at, seen=seen, stage=0)
    return bulletin


def return_draft(bulletin: Bulletin, *, reason: str, by: Staff | None, at: datetime) -> Bulletin:
    """Give the draft back to the editor with a reason; whoever's step it is may."""
    if not reason.strip():
        raise Refused("reason", "请写明需要修改的内容。")
    step = approval_of(bulletin).next
    permit_of = step.permit if step is not None else ""
    note = reason.strip()
    move_bulletin(bulletin, "return", by=by, at=at, note=note, permit_of=permit_of, stage=0)
    return bulletin
