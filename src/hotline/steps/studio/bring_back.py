"""Bring back: an item's earlier words, or an item that was dropped (恢复条目)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from hotline.records.models import Bulletin, BulletinItem, BulletinItemText, Case, Staff
from hotline.steps.bulletin_moving import move_bulletin
from hotline.steps.draft import hold, rewrite, text_row
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book


def bring_back(
    kept: BulletinItemText, *, by: Staff | None, at: datetime, seen: int | None = None
) -> BulletinItem:
    """Make the words of an earlier text those of its item again; a dropped item stands last in its
    section, with its cases."""
    bulletin = Bulletin.objects.select_related("form").get(pk=kept.bulletin_id)
    item = bulletin.items.filter(pk=kept.item).first()
    if item is not None:
        item.bulletin = bulletin
        rewrite(item, text=kept.text, group=kept.group, by=by, at=at, seen=seen, act="bring_back")
        return item
    return _again(bulletin, kept, by=by, at=at)


def _again(
    bulletin: Bulletin, kept: BulletinItemText, *, by: Staff | None, at: datetime
) -> BulletinItem:
    with transaction.atomic():
        hold(bulletin)
        texts = BulletinItemText.objects.filter(bulletin=bulletin, item=kept.item)
        newest = texts.order_by("-number").first()
        if newest is None or bulletin.items.filter(pk=kept.item).exists():
            raise Refused("item", "这一条目已经恢复，请刷新后再看。")
        own = bulletin.items.filter(section=kept.section)
        item = BulletinItem(
            id=kept.item,
            bulletin=bulletin,
            version=newest.number + 1,
            section=kept.section,
            group=kept.group,
            order=(own.aggregate(last=Max("order"))["last"] or 0) + 1,
            text=kept.text,
        )
        cases = list(Case.objects.filter(pk__in=newest.cases))
        note = "恢复删去的条目"
        move_bulletin(bulletin, "edit", by=by, at=at, note=note, item=item.pk)
        book().write(Writing(rows=[item, text_row(item, "bring_back", cases, by=by, at=at)]))
        item.cases.set(cases)
    return item
