"""Detach: an attachment that should not be on a case is withdrawn, with a reason; the row stays."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Attachment, Staff
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

SHORTEST_REASON = 2
REASON_LENGTH = 300


def detach(row: Attachment, *, reason: str, by: Staff | None, at: datetime) -> None:
    """Withdraw one's own attachment, or with the permit anybody's: it is served no more."""
    if not may_detach(row, by):
        raise NotPermitted("detach")
    why = reason.strip()[:REASON_LENGTH]
    if len(why) < SHORTEST_REASON:
        raise Refused("reason", "请填写撤下的理由，例如“传错文件”。")
    facts = {"removed_at": at, "removed_by": by, "removed_for": why}
    book().write(Writing(changes=[(row, facts)]))


def may_detach(row: Attachment, by: Staff | None) -> bool:
    """Whether this person may withdraw this attachment; the system (None) may."""
    if by is None or by.may("detach"):
        return True
    return row.added_by_id == by.pk and by.may("attach")
