"""Clear: a named person lets one finding of the check stand, with a reason (放行)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hotline.records.identity import new_id
from hotline.records.models import Bulletin, BulletinClearing, Staff
from hotline.records.queries.bulletin_checks import checked
from hotline.records.queries.bulletins import draft
from hotline.steps.bulletin_moving import move_bulletin
from hotline.steps.draft import hold
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

LONGEST = 500


def clear_finding(
    bulletin: Bulletin, key: str, *, reason: str, by: Staff, at: datetime
) -> BulletinClearing:
    """Let the finding called `key` stand in the very text that it was found in."""
    permit(by, "draft_bulletin")
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("reason", "请写明可以这样刊出的理由。")
    if len(reason) > LONGEST:
        raise Refused("reason", f"理由超过 {LONGEST} 个字，请缩短。")
    found = next((row for row in checked(bulletin, draft(bulletin, at)) if row.key == key), None)
    if found is None:
        raise Refused("key", "这一处已经改过，请刷新后再看。")
    if not found.may_clear:
        raise Refused("key", "空没有填写，不能放行；请补齐或删去。")
    row = BulletinClearing(
        id=new_id(), bulletin=bulletin, key=key, kind=found.kind, reason=reason, at=at, by=by
    )
    with transaction.atomic():
        hold(bulletin)
        move_bulletin(bulletin, "clear", by=by, at=at, note=f"{found.title}：{reason}")
        if BulletinClearing.objects.filter(bulletin=bulletin, key=key).exists():
            raise Refused("key", "这一处已经放行，请刷新后再看。")
        book().write(Writing(rows=[row]))
    return row
