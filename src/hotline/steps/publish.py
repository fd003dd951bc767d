"""Publish: the leader's approval fixes figures and words for ever, and the files are made (发布).

Undo is a dated withdrawal; what was published stays readable in the office.
"""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction

from hotline.records.models import Bulletin, Staff
from hotline.records.queries.bulletins import draft
from hotline.records.sealing import digest
from hotline.rules.pages import page_data
from hotline.rules.workdays import CHINA
from hotline.steps.bulletin_moving import move_bulletin, need_move, need_nothing_confidential
from hotline.steps.count import count
from hotline.steps.moving import Refused, permit

WRITE_FILES = "write_bulletin_files"
ISSUE_LENGTH = 60


def publish(
    bulletin: Bulletin,
    *,
    issued_on: date,
    by: Staff | None,
    at: datetime,
    issue: str = "",
    seen: int | None = None,
) -> Bulletin:
    """Count once more, fix the page with its digest, publish, and have the files written."""
    permit(by, "publish_bulletin")
    if issued_on <= bulletin.ends_on:
        raise Refused("issued_on", "发布日期应在统计期之后，请改正。")
    if at.astimezone(CHINA).date() <= bulletin.ends_on:
        raise Refused("issued_on", "统计期还没有结束，数字不全，不能发布。")
    if len(issue.strip()) > ISSUE_LENGTH:
        raise Refused("issue", f"期号超过 {ISSUE_LENGTH} 个字，请缩短。")
    need_move(bulletin, "publish", seen=seen)
    need_nothing_confidential(bulletin)
    with transaction.atomic():
        written = draft(bulletin, at, issued_on=issued_on, issue=issue.strip())
        page = page_data(written.page)
        move_bulletin(
            bulletin,
            "publish",
            by=by,
            at=at,
            seen=seen,
            jobs=((WRITE_FILES, {"bulletin": str(bulletin.pk)}),),
            issued_on=issued_on,
            issue=issue.strip(),
            figures=count(written.month, by=None, at=at),
            page=page,
            digest=page_digest(page),
            published_at=at,
        )
    return bulletin


def withdraw(bulletin: Bulletin, *, reason: str, by: Staff | None, at: datetime) -> Bulletin:
    """Take a published bulletin back, with the reason that is shown in its place."""
    if not reason.strip():
        raise Refused("reason", "请写明撤回的原因。")
    move_bulletin(bulletin, "withdraw", by=by, at=at, note=reason.strip())
    return bulletin


def page_digest(page: dict[str, object]) -> str:
    """SM3 over the canonical JSON of a page; 64 hexadecimal digits."""
    text = json.dumps(page, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest(text.encode()).hex()
