"""Explain: it cannot be solved, or the wish has no ground; the citizen was told why, and it ends.

The end with an explanation 解释办结 keeps its ground, so that it is never counted as solved.
"""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.life import Ending
from hotline.steps.ending import end_case
from hotline.steps.moving import Refused, moving

GROUNDS = {
    "unreasonable": "诉求没有依据",
    "policy": "政策不允许",
    "condition": "客观条件暂不具备",
    "reworked": "已按规定重办，结论不变",
}


def explain(
    case: Case,
    *,
    ground: str,
    text: str,
    by: Staff | None,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Close the case with the ground and what was explained to the citizen."""
    if ground not in GROUNDS:
        raise Refused("ground", f"请选择解释办结的理由：{'、'.join(GROUNDS.values())}。")
    if not text.strip():
        raise Refused("text", "请填写向诉求人解释的内容。")
    with moving(case, "explain", by=by, at=at, seen=seen) as change:
        end_case(change, Ending.EXPLAINED)
        change.note = text.strip()
        change.details = {"ground": ground}
    return case
