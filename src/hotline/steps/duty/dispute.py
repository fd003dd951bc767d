"""Dispute: the unit's return was refused, and it still holds that the case is not its own."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import Case, Return, Ruling, Staff
from hotline.rules.life import Status
from hotline.steps.duty.request_return import pending_return
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.shares import own_share
from hotline.steps.storing.book import book
from hotline.steps.waiting.request_extension import lapse_extension

LEVELS = {"office": "热线办公室", "city_office": "市政府办公室", "standing_meeting": "市政府常务会"}


def dispute(
    case: Case, *, question: str, by: Staff | None, at: datetime, seen: int | None = None
) -> Case:
    """Ask for a ruling; the clock runs on meanwhile, since the unit still holds the case."""
    if not question.strip():
        raise Refused("question", "请写明争议的问题和本单位的理由。")
    with moving(case, "dispute", by=by, at=at, seen=seen) as change:
        share = own_share(case, "dispute", by)
        if share.bound:
            raise Refused("question", "这件工单已经裁定由本单位办理，裁定有约束力，请继续办理。")
        returns = [row for row in book().rows_of(case, Return) if row.assignment_id == share.pk]
        if not any(row.outcome == "refused" for row in returns):
            raise Refused("question", "请先申请退单；退单不获同意的，才可以提出职责争议。")
        lapse_extension(change)
        ask_ruling(change, question)
    return case


def ask_ruling(change: Change, question: str) -> None:
    """Open the question at the first level, the hotline office."""
    change.add(
        Ruling(
            id=new_id(),
            case=change.case,
            level=next(iter(LEVELS)),
            question=question.strip(),
            asked_at=change.at,
            asked_by=change.by,
        )
    )
    change.note = question.strip()


def lapse_questions(change: Change) -> None:
    """A return or a dispute that nobody decided before the unit lost the case is void."""
    if change.case.status == Status.RETURN_REQUESTED:
        change.change(pending_return(change.case), outcome="lapsed", decided_at=change.at)
    elif change.case.status == Status.AWAITING_RULING:
        change.change(open_ruling(change.case), decided_at=change.at)


def open_ruling(case: Case) -> Ruling:
    """The question that waits for a ruling; a case in that status has one."""
    waiting: list[Ruling] = [row for row in book().rows_of(case, Ruling) if row.decided_at is None]
    if not waiting:
        raise Refused("ruling", "这件工单没有待裁定的争议，请刷新后再看。")
    return waiting[-1]
