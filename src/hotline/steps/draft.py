"""Draft: begin a period's bulletin, and pick, change, order or drop its items (编辑通报)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from hotline.records.identity import new_id
from hotline.records.models import (
    Bulletin,
    BulletinEntry,
    BulletinItem,
    BulletinItemText,
    Case,
    Department,
    Form,
    Staff,
)
from hotline.records.queries.bulletins import bulletin_of
from hotline.records.queries.figures import NoForm, form_for, month_days
from hotline.records.queries.reference import departments
from hotline.rules.editions import Where, read_where
from hotline.rules.forms import read_form
from hotline.rules.periods import KINDS
from hotline.rules.workdays import CHINA
from hotline.steps.bulletin_moving import move_bulletin
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import LostRace, Writing, assign, book

GROUP_LENGTH = 100


def begin(where: str, *, by: Staff | None, at: datetime) -> Bulletin:
    """The bulletin at an address ("2022-04" is the monthly one's), made when there is none yet;
    two who begin at once get the same."""
    permit(by, "draft_bulletin")
    place = _place(where, at)
    known = bulletin_of(place)
    if known is not None:
        return known
    period = place.period
    bulletin = Bulletin(
        id=new_id(),
        form=_form_of(place),
        family=place.family,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        unit=_unit_of(place),
    )
    begun = BulletinEntry(
        bulletin=bulletin, seq=bulletin.version, at=at, by=by, verb="begin", status=bulletin.status
    )
    try:
        book().write(Writing(rows=[bulletin, begun]))
    except IntegrityError:
        known = bulletin_of(place)
        if known is None:
            raise
        return known
    return bulletin


def _place(where: str, at: datetime) -> Where:
    try:
        if "/" not in where:
            month_days(where)
        place = read_where(where)
    except ValueError as error:
        raise Refused("month", str(error)) from error
    if place.period.starts_on > at.astimezone(CHINA).date():
        raise Refused("month", f"{place.period.code} 还没有到，不能编写通报。")
    return place


def _form_of(place: Where) -> Form:
    try:
        form = form_for(place.period.starts_on, place.family)
    except NoForm as error:
        raise Refused("month", str(error)) from error
    if form.period != place.period.kind:
        raise Refused("month", f"“{form.name}”按{KINDS[form.period]}编写，请改选统计期。")
    return form


def _unit_of(place: Where) -> Department | None:
    if not place.unit:
        return None
    unit = next((row for row in departments().values() if row.code == place.unit), None)
    if unit is None:
        raise Refused("month", f"没有代码为“{place.unit}”的单位，请核对。")
    return unit


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
    text = " ".join(text.split())
    _check(bulletin, section, text, group)
    with transaction.atomic():
        hold(bulletin)
        last = bulletin.items.filter(section=section).aggregate(last=Max("order"))["last"] or 0
        item = BulletinItem(
            id=new_id(),
            bulletin=bulletin,
            section=section,
            group=group.strip(),
            order=last + 1,
            text=text,
        )
        move_bulletin(bulletin, "edit", by=by, at=at, note="增加条目", seen=seen, item=item.pk)
        book().write(Writing(rows=[item, text_row(item, "pick", cases, by=by, at=at)]))
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
    act: str = "rewrite",
) -> None:
    """Change an item's words; what it said before stays in the journal and among its texts.

    `group` None leaves the item in its group, "" takes it out. `seen` is the version of the item
    that was read: another one refuses, whatever became of other items.
    """
    bulletin = item.bulletin
    group = item.group if group is None else group.strip()
    text = " ".join(text.split())
    _check(bulletin, item.section, text, group)
    with transaction.atomic():
        hold(bulletin)
        note = f"改前：{item.text}"
        move_bulletin(bulletin, "edit", by=by, at=at, note=note, item=item.pk)
        _turn(item, seen=seen, text=text, group=group)
        book().write(Writing(rows=[text_row(item, act, by=by, at=at)]))


def _turn(item: BulletinItem, *, seen: int | None, **facts: Any) -> None:
    """Give the item a new version, unless somebody else did since it was read."""
    known = item.version if seen is None else seen
    changed = {**facts, "version": known + 1}
    if not BulletinItem.objects.filter(pk=item.pk, version=known).update(**changed):
        raise LostRace("条目")
    assign(item, changed)


def shift(
    item: BulletinItem, places: int, *, by: Staff | None, at: datetime, seen: int | None = None
) -> None:
    """Move an item up (negative) or down among its section's items."""
    bulletin = item.bulletin
    with transaction.atomic():
        hold(bulletin)
        own = list(bulletin.items.filter(section=item.section))
        old = next((place for place, row in enumerate(own) if row.pk == item.pk), None)
        if old is None:
            raise LostRace("通报")
        own.insert(min(max(old + places, 0), len(own) - 1), own.pop(old))
        ordered = enumerate(own, start=1)
        changes = [(row, {"order": place}) for place, row in ordered if row.order != place]
        move_bulletin(bulletin, "edit", by=by, at=at, note="调整顺序", seen=seen, item=item.pk)
        book().write(Writing(changes=list(changes)))


def drop(item: BulletinItem, *, by: Staff | None, at: datetime, seen: int | None = None) -> None:
    """Take an item out; its words stay in the journal, and it can be brought back."""
    bulletin = item.bulletin
    with transaction.atomic():
        hold(bulletin)
        cases = list(item.cases.all())
        note = f"删去：{item.text}"
        move_bulletin(bulletin, "edit", by=by, at=at, note=note, item=item.pk)
        _turn(item, seen=seen)
        book().write(Writing(rows=[text_row(item, "drop", cases, by=by, at=at)]))
        taken, _ = item.delete()
        if not taken:
            raise LostRace("通报")


def hold(bulletin: Bulletin) -> None:
    """Let nobody else edit the bulletin until this is stored, and go on from where it stands: two
    who edit different items do not hinder each other."""
    row = Bulletin.objects.select_for_update(no_key=True).get(pk=bulletin.pk)
    assign(bulletin, {"status": row.status, "version": row.version})


def text_row(
    item: BulletinItem, act: str, cases: Sequence[Case] = (), *, by: Staff | None, at: datetime
) -> BulletinItemText:
    """The item's words as they stand now, to be kept for ever."""
    return BulletinItemText(
        id=new_id(),
        bulletin=item.bulletin,
        item=item.pk,
        number=item.version,
        at=at,
        by=by,
        act=act,
        section=item.section,
        group=item.group,
        text=item.text,
        cases=[case.pk for case in cases],
    )


def _check(bulletin: Bulletin, section: str, text: str, group: str) -> None:
    if len(group.strip()) > GROUP_LENGTH:
        raise Refused("group", f"小标题超过 {GROUP_LENGTH} 个字，请缩短。")
    if section not in {row.code for row in read_form(bulletin.form.body).sections}:
        raise Refused("section", "请选择要放入的部分。")
    if not text.strip():
        raise Refused("text", "请填写条目内容。")
