"""Write back: a person tells the road that a case came by how it goes, or asks there (回传)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.roads import KINDS
from hotline.steps.moving import Refused, moving

SAID_BY_A_PERSON = ("progress", "question", "answer", "result")
LONGEST = 10_000


def write_back(
    case: Case, *, kind: str, text: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Plan the message to every road that the case came by."""
    with moving(case, "write_back", by=by, at=at, seen=seen) as change:
        _need(case, kind, text)
        change.told_as, change.told_text = kind, text.strip()
        change.note = text.strip()
        change.details = {"kind": kind}
    return case


def _need(case: Case, kind: str, text: str) -> None:
    if kind not in SAID_BY_A_PERSON:
        names = "、".join(KINDS[each] for each in SAID_BY_A_PERSON)
        raise Refused("kind", f"请选择回传的种类：{names}。")
    if not text.strip() or len(text) > LONGEST:
        raise Refused("text", f"请填写回传的内容，最多 {LONGEST} 个字。")
    if not case.owes_back:
        raise Refused("case", "这件工单不是从对接线路来的，没有可以回传的地方。")
