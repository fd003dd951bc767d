"""Settle a name that cases tell as a place: take it in, take it as another's alias, or dismiss it
(审核新地名). Each can be undone; the gazetteer keeps the history.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from hotline.engines.pinyin import readings
from hotline.records.models import Place, Staff, UnknownPlace
from hotline.rules.reference.shapes import Facts
from hotline.rules.reference.tables import PLACES
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused, permit
from hotline.steps.reference.keeping import RowChange, changing
from hotline.steps.storing.book import Writing, book

PERMIT = "keep_places"
OPEN, TAKEN, ALIAS, DISMISSED = "open", "taken", "alias", "dismissed"
STATES = {TAKEN: "已收入", ALIAS: "作为别名", DISMISSED: "不是地名"}
REASON = "审核新地名"
LONGEST_CODE = 36
ONE_DAY = timedelta(days=1)


def take_in(
    row: UnknownPlace, *, name: str, level: str, parent: Place | None, by: Staff, at: datetime
) -> Place:
    """Take the name in as a new place of the gazetteer."""
    _need_open(row, by)
    if not name.strip():
        raise Refused("name", "请填写地名。")
    if parent is None:
        raise Refused("parent", "请选择它所在的街道、乡镇或社区。")
    if Place.objects.filter(name=name.strip(), parent=parent, valid_to=None).exists():
        raise Refused("name", f"{parent.name}已有“{name.strip()}”，请改选“作为别名”。")
    place = Place(
        code=_free_code(name), name=name.strip(), level=level, parent=parent, source=REASON,
        valid_from=at.astimezone(CHINA).date(),
    )  # fmt: skip
    if row.name != place.name:
        place.aliases = [row.name]
    with _kept(place.code, by, at) as change:
        change.verb, change.after = "created", facts_of(place)
        change.add(place)
    _settle(row, TAKEN, place, by, at)
    return place


def take_as_alias(row: UnknownPlace, *, place: Place | None, by: Staff, at: datetime) -> None:
    """Have the name mean a place that is known."""
    _need_open(row, by)
    if place is None:
        raise Refused("place", "请选择它是哪个已有地名的另一种叫法。")
    if row.name not in (place.name, *place.aliases):
        with _kept(place.code, by, at) as change:
            aliases = [*place.aliases, row.name]
            change.before = facts_of(place)
            change.after = {**change.before, "aliases": aliases}
            change.set(place, aliases=aliases)
    _settle(row, ALIAS, place, by, at)


def dismiss(row: UnknownPlace, *, by: Staff, at: datetime) -> None:
    """Hold it for no place; it is counted on and not asked again."""
    _need_open(row, by)
    _settle(row, DISMISSED, None, by, at)


def undo(row: UnknownPlace, *, by: Staff, at: datetime) -> None:
    """Have the name wait again; what it brought into the gazetteer ends."""
    permit(by, PERMIT)
    if row.state == OPEN:
        return
    place = row.place
    if row.state == TAKEN and place is not None and place.valid_to is None:
        if Place.objects.filter(parent=place, valid_to=None).exists():
            raise Refused(
                "state", f"“{place.name}”下面已有别的地名，请先在地名库里改它们的所在区域。"
            )
        with _kept(place.code, by, at) as change:
            change.verb, change.before = "ended", facts_of(place)
            change.set(place, valid_to=change.today - ONE_DAY)
    if row.state == ALIAS and place is not None and row.name in place.aliases:
        with _kept(place.code, by, at) as change:
            aliases = [alias for alias in place.aliases if alias != row.name]
            change.before = facts_of(place)
            change.after = {**change.before, "aliases": aliases}
            change.set(place, aliases=aliases)
    facts = {"state": OPEN, "place": None, "settled_at": None, "settled_by": None}
    book().write(Writing(changes=[(row, facts)]))


def _need_open(row: UnknownPlace, by: Staff) -> None:
    permit(by, PERMIT)
    if row.state != OPEN:
        raise Refused("state", f"“{row.name}”刚由同事处理过，请刷新页面。")


def _kept(code: str, by: Staff, at: datetime) -> AbstractContextManager[RowChange]:
    today = at.astimezone(CHINA).date()
    return changing(PLACES, code, reason=REASON, begins=today, by=by, at=at, needs=PERMIT)


def _settle(row: UnknownPlace, state: str, place: Place | None, by: Staff, at: datetime) -> None:
    facts = {"state": state, "place": place, "settled_at": at, "settled_by": by}
    book().write(Writing(changes=[(row, facts)]))


def facts_of(place: Place) -> Facts:
    """A place in the words of its table."""
    return {
        "code": place.code,
        "name": place.name,
        "level": place.level,
        "source": place.source,
        "aliases": list(place.aliases),
        "parent": place.parent.code if place.parent else "",
    }


def _free_code(name: str) -> str:
    """A code out of the name's pinyin that no place has."""
    spelled = "".join(readings(sign)[0] for sign in name if sign.isalnum())
    base = "".join(sign for sign in spelled if sign.isascii() and sign.isalnum())
    base = f"p_{base}"[:LONGEST_CODE]
    taken = set(Place.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for n in range(len(taken) + 1) if (code := f"{base}{n or ''}") not in taken)
