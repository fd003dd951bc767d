"""Request a return: the unit says that the case is not its own, and shows why (申请退单).

Within its limit after dispatch, a limited number of times, and never against a ruling. Sources:
山东省 (2 working days, reason stated), 潍坊市 art. 22–24 (no return after a ruling).
"""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Assignment, Case, Department, Return, Staff
from hotline.records.queries.reference import calendar, office
from hotline.rules.deadlines import deadline
from hotline.rules.workdays import CHINA
from hotline.steps import clocks
from hotline.steps.moving import Refused, moving
from hotline.steps.shares import own_share
from hotline.steps.storing.book import book
from hotline.steps.waiting.request_extension import lapse_extension

REASONS = {
    "not_our_duty": "不属于本单位职责",
    "not_our_area": "不属于本辖区",
    "other_lead": "应由其他单位主办",
    "facts_missing": "诉求要素不全，无法办理",
    "already_ruled": "已有裁定由其他单位负责",
}
TIMES = 2


def request_return(
    case: Case,
    *,
    reason: str,
    evidence: str,
    by: Staff | None,
    at: datetime,
    suggested: Department | None = None,
    seen: int | None = None,
) -> Case:
    """Ask the office to take the case back; `suggested` is the unit whose duty it would be.

    Who asks has seen the case: an unsigned one is signed for by it.
    """
    if reason not in REASONS:
        raise Refused("reason", "请选择退单的理由。")
    if not evidence.strip():
        raise Refused("evidence", "请写明退单的依据，例如职责分工文件、现场核实的情况。")
    with moving(case, "request_return", by=by, at=at, seen=seen) as change:
        share = own_share(case, "request_return", by)
        _need_returnable(case, share, at)
        lapse_extension(change)
        if share.signed_at is None:
            change.change(share, signed_at=at, signed_by=by)
            clocks.stop(change, clocks.running(case, "sign", share))
        change.add(
            Return(
                id=new_id(),
                case=case,
                assignment=share,
                asked_at=at,
                asked_by=by,
                reason=reason,
                evidence=evidence.strip(),
                suggested=suggested,
            )
        )
        change.note = evidence.strip()
        change.details = {"reason": reason, "suggested": suggested.code if suggested else ""}
    return case


def _need_returnable(case: Case, share: Assignment, at: datetime) -> None:
    if share.bound:
        raise Refused("reason", "这件工单经职责裁定由本单位办理，不能再退单。")
    times = int(office().rules.get("return_times", TIMES))
    if sum(1 for _ in book().rows_of(case, Return)) >= times:
        raise Refused("reason", f"这件工单已退单 {times} 次，不能再退；有争议的请提出职责争议。")
    limit = clocks.rule_limit("return")
    if limit is None:
        return
    until = deadline([limit], share.given_at, calendar()).at
    if at > until:
        when = f"{until.astimezone(CHINA):%Y-%m-%d %H:%M}"
        raise Refused("reason", f"退单期限（派单后{limit.words()}，到 {when}）已过，请继续办理。")


def pending_return(case: Case) -> Return:
    """The return that waits for the office's word; a case in that status has one."""
    waiting: list[Return] = [row for row in book().rows_of(case, Return) if not row.outcome]
    if not waiting:
        raise Refused("return", "这件工单没有待审的退单，请刷新后再看。")
    return waiting[-1]
