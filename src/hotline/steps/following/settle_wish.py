"""Settle a wish: the office agrees to what a citizen asked for online, or says why not."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import CitizenWish, Staff
from hotline.rules.following import LONGEST_REASON
from hotline.steps.moving import Refused, permit
from hotline.steps.reopen import reopen
from hotline.steps.storing.book import Writing, book, together

AGREED, DECLINED = "agreed", "declined"


def settle_wish(
    wish: CitizenWish, *, agrees: bool, answer: str, by: Staff | None, at: datetime
) -> CitizenWish:
    """Reopen the case, or keep the reason that the citizen reads; the first word holds."""
    permit(by, wish.verb)
    if not agrees and not answer.strip():
        raise Refused("answer", "请写明不同意的理由，诉求人查询时会看到。")
    if len(answer) > LONGEST_REASON:
        raise Refused("answer", f"最多 {LONGEST_REASON} 个字，请删减。")
    facts = {
        "outcome": AGREED if agrees else DECLINED,
        "answer": answer.strip(),
        "settled_at": at,
        "settled_by": by,
    }
    with together():
        if agrees:
            reopen(wish.case, reason=f"诉求人网上申请：{wish.reason}", by=by, at=at)
        book().write(Writing(changes=[(wish, facts)]))
    return wish
