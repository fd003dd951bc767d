"""Draft: begin a month's bulletin, and pick, change, order or drop its items (编辑通报)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from hotline.records.identity import new_id
from hotline.records.models import Bulletin, BulletinEntry, BulletinItem, Case, Form, Staff
from hotline.records.queries.bulletins import bulletin_of
from hotline.records.queries.figures import NoForm, form_for, month_days
from hotline.rules.forms import read_form
from hotline.rules.workdays import CHINA
from hotline.steps.bulletin_moving import move_bulletin
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import LostRace, Writing, book

GROUP_LENGTH = 100


def begin(month: str, *, by: Staff | None, at: datetime) -> Bulletin:
    """The month's bulletin, made when there is none yet; two who begin at once get the same."""
    permit(by, "draft_bulletin")
    first, last = _month(month, at)
    known = bulletin_of(month)
    if known is not None:
        return known
    bulletin = Bulletin(id=new_id(), form=_form_of(first), starts_on=first, ends_on=last)
    begun = BulletinEntry(
        bulletin=bulletin, seq=bulletin.version, at=at, by=by, verb="begin", status=bulletin.status
    )
    try:
        book().write(Writing(rows=[bulletin, begun]))
    except IntegrityError:
        known = bulletin_of(month)
        if known is None:
            raise
        return known
    return bulletin


def _month(month: str, at: datetime) -> tuple[date, date]:
    try:
        first, last = month_days(month)
    except ValueError as error:
        raise Refused("month", str(error)) from error
    if first > at.astimezone(CHINA).date():
        raise Refused("month", f"{month} 还没有到，不能编写通报。")
    return first, last


def _form_of(day: date) -> Form:
    try:
        return form_for(day)
    except NoForm as error:
        raise Refused("month", str(error)) from error


def pick(
    bulletin: Bulletin,
    *,
    section: str,
    text: str,
    by: Staff | None,
    at: datetime,
    group: str = "",
    cases: Sequence[Case] = (),
    seen: int | None = None,
) -> BulletinItem:
    """Add an item to a section, after the others; its cases stay linked to it."""
    _check(bulletin, section, text, group)
    last = bulletin.items.filter(section=section).aggregate(last=Max("order"))["last"] or 0
    item = BulletinItem(
        id=new_id(),
        bulletin=bulletin,
        section=section,
        group=group.strip(),
        order=last + 1,
        text=" ".join(text.split()),
    )
    with transaction.atomic():
        move_bulletin(bulletin, "edit", by=by, at=at, note="增加条目", seen=seen)
        book().write(Writing(rows=[item]))
        item.cases.set(cases)
    return item


def rewrite(
    item: BulletinItem,
    *,
    text: str,
    by: Staff | None,
    at: datetime,
    group: str | None = None,
    seen: int | None = None,
) -> None:
    """Change an item's words; what it said before stays in the journal.

    `group` None leaves the item in its group, "" takes it out.
    """
    bulletin = item.bulletin
    group = item.group if group is None else group.strip()
    _check(bulletin, item.section, text, group)
    with transaction.atomic():
        move_bulletin(bulletin, "edit", by=by, at=at, note=f"改前：{item.text}", seen=seen)
        facts = {"text": " ".join(text.split()), "group": group}
        book().write(Writing(changes=[(item, facts)]))


def shift(
    item: BulletinItem, places: int, *, by: Staff | None, at: datetime, seen: int | None = None
) -> None:
    """Move an item up (negative) or down among its section's items."""
    bulletin = item.bulletin
    own = list(bulletin.items.filter(section=item.section))
    old = next((place for place, row in enumerate(own) if row.pk == item.pk), None)
    if old is None:
        raise LostRace("通报")
    own.insert(min(max(old + places, 0), len(own) - 1), own.pop(old))
    ordered = enumerate(own, start=1)
    changes = [(row, {"order": place}) for place, row in ordered if row.order != place]
    with transaction.atomic():
        move_bulletin(bulletin, "edit", by=by, at=at, note="调整顺序", seen=seen)
        book().write(Writing(changes=list(changes)))


def drop(item: BulletinItem, *, by: Staff | None, at: datetime, seen: int | None = None) -> None:
    """Take an item out; its words stay in the journal."""
    with transaction.atomic():
        move_bulletin(item.bulletin, "edit", by=by, at=at, note=f"删去：{item.text}", seen=seen)
        taken, _ = item.delete()
        if not taken:
            raise LostRace("通报")


def _check(bulletin: Bulletin, section: str, text: str, group: str) -> None:
    if len(group.strip()) > GROUP_LENGTH:
        raise Refused("group", f"小标题超过 {GROUP_LENGTH} 个字，请缩短。")
    if section not in {row.code for row in read_form(bulletin.form.body).sections}:
        raise Refused("section", "请选择要放入的部分。")
    if not text.strip():
        raise Refused("text", "请填写条目内容。")
