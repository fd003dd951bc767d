"""Publish: the last approval fixes figures and words for ever, and the files are made (发布).

Undo is a dated withdrawal; what was published stays readable in the office. A correction is an
edition of its own (`steps/studio/correct.py`), which keeps what it changed.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from django.db import transaction

from hotline.records.models import Bulletin, Staff
from hotline.records.queries.approvals import approval_of
from hotline.records.queries.bulletins import draft
from hotline.records.queries.corrections import changes
from hotline.records.sealing import digest
from hotline.rules.pages import page_data
from hotline.rules.workdays import CHINA
from hotline.steps.bulletin_gate import need_clean
from hotline.steps.bulletin_moving import move_bulletin, need_move, need_nothing_confidential
from hotline.steps.count import count
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import assign
from hotline.steps.studio.approve import need_turn

WRITE_FILES = "write_bulletin_files"
ISSUE_LENGTH = 60
SHOWN_FOR = timedelta(days=1)  # a page that is older has to be opened again


def publish(
    bulletin: Bulletin,
    *,
    issued_on: date,
    by: Staff | None,
    at: datetime,
    issue: str = "",
    seen: int | None = None,
    shown_at: datetime | None = None,
) -> Bulletin:
    """Count once more, fix the page with its digest, publish, and have the files written.

    `shown_at` is the moment of the count that was looked at: unless the bulletin has a moment of
    its own, that count is published and none that nobody saw.
    """
    permit(by, "publish_bulletin")
    if issued_on <= bulletin.ends_on:
        raise Refused("issued_on", "发布日期应在统计期之后，请改正。")
    if at.astimezone(CHINA).date() <= bulletin.ends_on:
        raise Refused("issued_on", "统计期还没有结束，数字不全，不能发布。")
    if len(issue.strip()) > ISSUE_LENGTH:
        raise Refused("issue", f"期号超过 {ISSUE_LENGTH} 个字，请缩短。")
    need_move(bulletin, "publish", seen=seen)
    if not approval_of(bulletin).is_last:
        raise Refused("status", "通报还没有经过前面的审核步骤，不能发布。")
    need_turn(bulletin, by)
    need_nothing_confidential(bulletin)
    moment = _moment(bulletin, shown_at, at)
    with transaction.atomic():
        assign(bulletin, {"as_of": moment, "issue": issue.strip()})
        written = draft(bulletin, at, issued_on=issued_on, issue=issue.strip())
        need_clean(bulletin, at, written)
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
            as_of=moment,
            changes=changes(bulletin, written.page, written.month),
            figures=count(written.month, by=None, at=at),
            page=page,
            digest=page_digest(page),
            published_at=at,
        )
    return bulletin


def _moment(bulletin: Bulletin, shown_at: datetime | None, at: datetime) -> datetime | None:
    """As of when the figures are fixed; None counts now."""
    if bulletin.as_of is not None:
        return bulletin.as_of
    return shown_at if shown_at is not None and at - SHOWN_FOR <= shown_at < at else None


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
