"""Instruct: a leader's word on a case, kept by the leader or for them (批示)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Case, Instruction, Staff
from hotline.steps.moving import Refused, moving

NAME_LENGTH = 60


def instruct(
    case: Case,
    *,
    text: str,
    by: Staff | None,
    at: datetime,
    leader: str = "",
    seen: int | None = None,
) -> Case:
    """Keep the instruction; without `leader` it is the person's own."""
    name = leader.strip() or (by.name if by is not None else "")
    if not name or len(name) > NAME_LENGTH:
        raise Refused("leader", f"请填写批示领导的姓名，不超过 {NAME_LENGTH} 个字。")
    if not text.strip():
        raise Refused("text", "请填写批示内容。")
    with moving(case, "instruct", by=by, at=at, seen=seen) as change:
        change.add(
            Instruction(
                id=new_id(),
                case=case,
                leader=name,
                text=text.strip(),
                given_at=at,
                kept_by=by,
            )
        )
        change.note = text.strip()
        change.details = {"leader": name}
    return case
