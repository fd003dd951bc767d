"""Approve: one of the people before the last says yes; the last one publishes (审核通过)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Bulletin, Staff
from hotline.records.queries.approvals import approval_of
from hotline.steps.bulletin_gate import need_clean
from hotline.steps.bulletin_moving import move_bulletin, need_nothing_confidential
from hotline.steps.moving import Refused


def approve(
    bulletin: Bulletin, *, by: Staff | None, at: datetime, seen: int | None = None
) -> Bulletin:
    """Take the next approval step; the one that publishes is `publish`."""
    approval = approval_of(bulletin)
    step = approval.next
    if step is None or approval.is_last:
        raise Refused("status", "这一步是发布，请在“发布”处办理。")
    need_turn(bulletin, by)
    need_nothing_confidential(bulletin)
    need_clean(bulletin, at)
    stage = bulletin.stage + 1
    note = step.name
    move_bulletin(
        bulletin, "approve", by=by, at=at, seen=seen, note=note, permit_of=step.permit, stage=stage
    )
    return bulletin


def need_turn(bulletin: Bulletin, by: Staff | None) -> None:
    """Refuse whoever may not take the next step because of what they did before."""
    told = approval_of(bulletin).why_not(by)
    if told:
        raise Refused("status", told)
