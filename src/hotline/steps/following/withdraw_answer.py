"""Withdraw an answer that was shown to everybody; its place says when and why (撤下选登)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import PublicAnswer, Staff
from hotline.rules.redaction import find
from hotline.steps.following.publish_answer import PERMIT
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

LONGEST = 100


def withdraw_answer(
    row: PublicAnswer, *, reason: str, by: Staff | None, at: datetime
) -> PublicAnswer:
    """Show it no longer from now on; readers are told the reason."""
    permit(by, PERMIT)
    why = reason.strip()
    if not why:
        raise Refused("reason", "请写明撤下的原因，读者会看到。")
    if len(why) > LONGEST or find(why):
        raise Refused("reason", f"原因会公开：最多 {LONGEST} 个字，不要写个人信息。")
    facts = {"withdrawn_at": at, "withdrawn_by": by, "withdrawn_why": why}
    book().write(Writing(changes=[(row, facts)]))
    return row
