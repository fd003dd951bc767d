"""Reply: the unit reports what it did, and what the citizen shall be told (反馈).

Internal handling 办理情况 and public answer 公开答复 are two texts; the structured facts follow
the form in use in 泰安: 诉求属实, 超职责, contacted (when, on which number), solved, reason if not.
"""

from __future__ import annotations

from datetime import datetime

from hotline.engines.replies.wording import Filled
from hotline.records.models import Assignment, Case, Staff
from hotline.rules.blanks import still_blank
from hotline.rules.life import Status
from hotline.steps import clocks
from hotline.steps.contact import keep_talk, need_number
from hotline.steps.moving import Change, Refused, moving
from hotline.steps.reading.keep_reply_check import keep_check
from hotline.steps.shares import own_share, unit_of
from hotline.steps.waiting.request_extension import lapse_extension

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
    dialled: str = "",
    reason_unsolved: str = "",
    anyway: str | None = None,
    seen: int | None = None,
) -> Case:
    """Store the unit's reply; its leader approves it where the unit wants that, else the office.

    Where `anyway` is a text the reply is checked first: what is serious has to be mended, or
    `anyway` says why it is sent all the same. None asks nobody (programs, other systems).
    """
    _need_texts(handling, answer)
    _need_reason(solved, reason_unsolved)
    if contacted_at is not None and contacted_at > at:
        raise Refused("contacted_at", "联系诉求人的时间不能晚于现在，请改正。")
    if contacted_at is not None and contacted_at < case.registered_at:
        raise Refused("contacted_at", "联系诉求人的时间不能早于工单登记，请改正。")
    need_number(dialled)
    with moving(case, "reply", by=by, at=at, seen=seen) as change:
        share = own_share(case, "reply", by)
        needs_approval = unit_of(share).needs_approval and by is not None and not by.may("approve")
        if anyway is not None:
            filled = Filled(solved, is_true, beyond_remit, _was_contacted(share, contacted_at))
            keep_check(change, share, answer=answer.strip(), filled=filled, anyway=anyway)
        change.change(
            share,
            handling=handling.strip(),
            answer=answer.strip(),
            is_true=is_true,
            beyond_remit=beyond_remit,
            contacted_at=contacted_at or share.contacted_at,
            solved=solved,
            reason_unsolved=reason_unsolved.strip(),
            replied_at=at,
            replied_by=by,
        )
        if contacted_at is not None:
            keep_talk(change, share, contacted_at, dialled)
        change.note = handling.strip()
        if needs_approval:
            change.lead_to(Status.AWAITING_APPROVAL)
            if contacted_at is not None:
                clocks.stop(change, clocks.running(case, "contact", share))
        else:
            hand_in(change, share)
    return case


def _was_contacted(share: Assignment, now_told: datetime | None) -> bool:
    return share.contacted_at is not None or now_told is not None


def hand_in(change: Change, share: Assignment) -> None:
    """The reply leaves the unit: its clocks stop, and a wish for more time has lapsed."""
    clocks.stop(change, clocks.running(change.case, assignment=share))
    lapse_extension(change)


def _need_texts(handling: str, answer: str) -> None:
    if not handling.strip():
        raise Refused("handling", "请填写办理情况。")
    if not answer.strip():
        raise Refused("answer", "请填写对诉求人的公开答复。")
    for field, text in (("handling", handling), ("answer", answer)):
        if blank := still_blank(text):
            raise Refused(field, blank)


def _need_reason(solved: bool | None, reason_unsolved: str) -> None:
    if solved is None:
        raise Refused("solved", "请选择问题是否已解决。")
    if not solved and not reason_unsolved.strip():
        raise Refused("reason_unsolved", "未解决的，请填写未解决的原因。")
    if len(reason_unsolved.strip()) > REASON_LENGTH:
        raise Refused("reason_unsolved", f"未解决的原因超过 {REASON_LENGTH} 个字，请缩短。")
