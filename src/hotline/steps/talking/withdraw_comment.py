"""Withdraw a comment: its author takes it back; it stays with that date (撤回留言)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Comment, Staff
from hotline.steps.storing.book import Writing, book
from hotline.steps.talking.rewrite_comment import need_own


def withdraw_comment(said: Comment, *, by: Staff, at: datetime) -> Comment:
    """Take the words from every screen, and the notices that called people to them."""
    need_own(said, by)
    book().write(Writing(changes=[(said, {"withdrawn_at": at})]))
    return said
