"""Request an extension: more time, asked before the deadline, with a reason (申请延期)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Case, Extension, Staff
from hotline.records.queries.reference import office
from hotline.steps import clocks
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.shares import own_share
from hotline.steps.storing.book import book

TIMES, LONGEST, UNIT = 1, 10, "working_days"


def request_extension(
    case: Case,
    *,
    amount: int | None,
    reason: str,
    by: Staff | None,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Ask for `amount` more, in the unit of the office's rule; the office decides."""
    rules = office().rules
    longest = int(rules.get("extension_amount", LONGEST))
    if amount is None or not 1 <= amount <= longest:
        raise Refused("amount", f"请填写延长的天数，1 至 {longest}。")
    if not reason.strip():
        raise Refused("reason", "请写明需要延期的原因。")
    with moving(case, "request_extension", by=by, at=at, seen=seen) as change:
        share = own_share(case, "request_extension", by)
        _need_chance(case, int(rules.get("extension_times", TIMES)))
        due = [clock.due_at for clock in clocks.running(case, "handle", share)]
        if any(moment is not None and moment < at for moment in due):
            raise Refused("amount", "办理时限已过，不能再申请延期；请尽快反馈。")
        change.add(
            Extension(
                id=new_id(),
                case=case,
                assignment=share,
                asked_at=at,
                asked_by=by,
                reason=reason.strip(),
                amount=amount,
                unit=rules.get("extension_unit", UNIT),
            )
        )
        change.note = reason.strip()
        change.details = {"amount": amount}
    return case


def pending_extension(case: Case) -> Extension | None:
    """The request that waits for the office's word."""
    for row in book().rows_of(case, Extension):
        if not row.outcome:
            waiting: Extension = row
            return waiting
    return None


def need_pending(case: Case) -> Extension:
    """The request that waits; refused where there is none."""
    waiting = pending_extension(case)
    if waiting is None:
        raise Refused("extension", "这件工单没有待审批的延期申请，请刷新后再看。")
    return waiting


def lapse_extension(change: Change) -> None:
    """A request that nobody decided before the work was handed in or taken away is void."""
    waiting = pending_extension(change.case)
    if waiting is not None:
        change.change(waiting, outcome="lapsed", decided_at=change.at)


def _need_chance(case: Case, times: int) -> None:
    asked = [row for row in book().rows_of(case, Extension) if row.outcome != "lapsed"]
    if any(not row.outcome for row in asked):
        raise Refused("amount", "已有延期申请等待审批，请不要重复申请。")
    if len(asked) >= times:
        raise Refused("amount", f"每件工单最多申请延期 {times} 次，不能再申请。")
