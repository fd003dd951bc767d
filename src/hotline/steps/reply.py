"""Reply: the unit reports what it did, and what the citizen shall be told (反馈).

Internal handling 办理情况 and public answer 公开答复 are two texts; the structured facts follow
the form in use in 泰安: 诉求属实, 超职责, contacted, solved, reason if not.
"""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.steps.moving import Refused, moving
from hotline.steps.sign import open_assignment, own_unit_only

REASON_LENGTH = 500


def reply(
    case: Case,
    *,
    handling: str,
    answer: str,
    solved: bool | None,
    by: Staff | None,
    at: datetime,
    is_true: bool | None = None,
    beyond_remit: bool = False,
    contacted_at: datetime | None = None,
    reason_unsolved: str = "",
    seen: int | None = None,
) -> Case:
    """Store the unit's reply; the office reviews it next."""
    if not handling.strip():
        raise Refused("handling", "请填写办理情况。")
    if not answer.strip():
        raise Refused("answer", "请填写对诉求人的公开答复。")
    if solved is None:
        raise Refused("solved", "请选择问题是否已解决。")
    if not solved and not reason_unsolved.strip():
        raise Refused("reason_unsolved", "未解决的，请填写未解决的原因。")
    if len(reason_unsolved.strip()) > REASON_LENGTH:
        raise Refused("reason_unsolved", f"未解决的原因超过 {REASON_LENGTH} 个字，请缩短。")
    if contacted_at is not None and contacted_at > at:
        raise Refused("contacted_at", "联系诉求人的时间不能晚于现在，请改正。")
    with moving(case, "reply", by=by, at=at, seen=seen) as change:
        assignment = open_assignment(case)
        own_unit_only(assignment, by, "reply")
        change.change(
            assignment,
            handling=handling.strip(),
            answer=answer.strip(),
            is_true=is_true,
            beyond_remit=beyond_remit,
            contacted_at=contacted_at,
            solved=solved,
            reason_unsolved=reason_unsolved.strip(),
            replied_at=at,
            replied_by=by,
        )
        change.note = handling.strip()
    return case
