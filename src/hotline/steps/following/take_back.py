"""Take back: the citizen withdraws their request by their own hand (撤回诉求)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case
from hotline.rules.following import LONGEST_REASON, WITHDRAWS
from hotline.rules.life import Status
from hotline.steps.moving import Refused, by_citizen
from hotline.steps.withdraw import withdraw


def take_back(case: Case, *, reason: str, at: datetime) -> Case:
    """Withdraw the case while it has no answer yet."""
    if Status(case.status) not in WITHDRAWS:
        raise Refused("reason", "已有办理结果或已经结束的诉求不能撤回；对结果不满意，请评价说明。")
    if not reason.strip():
        raise Refused("reason", "请写明撤回的原因，例如：问题已经解决。")
    if len(reason) > LONGEST_REASON:
        raise Refused("reason", f"最多 {LONGEST_REASON} 个字，请删减。")
    with by_citizen(case):
        return withdraw(case, reason=f"诉求人网上撤回：{reason.strip()}", by=None, at=at)
