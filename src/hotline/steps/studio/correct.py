"""Correct: a published bulletin gets another edition that says what it corrects, and why (更正)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from hotline.records.identity import new_id
from hotline.records.models import Bulletin, BulletinEntry, BulletinItem, Staff
from hotline.records.queries.bulletins import PUBLISHED, bulletin_of, items_of
from hotline.steps.draft import text_row
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import LostRace, Writing, book

LONGEST = 1_000


def correct(published: Bulletin, *, reason: str, by: Staff | None, at: datetime) -> Bulletin:
    """Begin the next edition with the same items; the published one stays as it is."""
    permit(by, "draft_bulletin")
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("reason", "请写明更正的原因；它会刊在更正后的通报上。")
    if len(reason) > LONGEST:
        raise Refused("reason", f"更正的原因超过 {LONGEST} 个字，请缩短。")
    newest = bulletin_of(published.at)
    if published.status != PUBLISHED or newest is None or newest.pk != published.pk:
        raise Refused("status", "只能更正最新一版已发布的通报，请刷新后再看。")
    return _begun(published, reason, by=by, at=at)


def _begun(published: Bulletin, reason: str, *, by: Staff | None, at: datetime) -> Bulletin:
    edition = Bulletin(
        id=new_id(),
        form=published.form,
        family=published.family,
        starts_on=published.starts_on,
        ends_on=published.ends_on,
        unit=published.unit,
        edition=published.edition + 1,
        corrects=published,
        correction=reason,
    )
    begun = BulletinEntry(
        bulletin=edition, seq=0, at=at, by=by, verb="correct", status=edition.status, note=reason
    )
    try:
        with transaction.atomic():
            book().write(Writing(rows=[edition, begun]))
            for item in items_of(published):
                _copy(item, edition, by=by, at=at)
    except IntegrityError as error:
        raise LostRace("通报") from error
    return edition


def _copy(item: BulletinItem, edition: Bulletin, *, by: Staff | None, at: datetime) -> None:
    cases = list(item.cases.all())
    copy = BulletinItem(
        id=new_id(),
        bulletin=edition,
        section=item.section,
        group=item.group,
        order=item.order,
        text=item.text,
    )
    book().write(Writing(rows=[copy, text_row(copy, "pick", cases, by=by, at=at)]))
    copy.cases.set(cases)
