"""Save a filter: keep what a list was narrowed to under a name (保存筛选)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.identity import new_id
from hotline.records.models import SavedFilter, Staff
from hotline.records.queries.saved_filters import SHARED
from hotline.records.queries.wanted import Wanted
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

LONGEST_NAME = 40
MOST = 50


def save_filter(
    wanted: Wanted, *, name: str, shared: str = "me", by: Staff, at: datetime
) -> SavedFilter:
    """Keep the filter for oneself, or for everybody of one's first role or of one's unit."""
    _check(wanted, name, shared)
    if SavedFilter.objects.filter(owner=by, deleted_at=None).count() >= MOST:
        raise Refused("name", f"最多保存 {MOST} 个筛选，请先删除不用的。")
    role = by.roles.order_by("order").first() if shared == "role" else None
    row = SavedFilter(
        id=new_id(),
        owner=by,
        name=name.strip(),
        query=wanted.without("sort").address(),
        shared=shared,
        role=role,
        department_id=by.department_id if shared == "unit" else None,
        made_at=at,
    )
    book().write(Writing(rows=[row]))
    return row


def rename_filter(row: SavedFilter, *, name: str, by: Staff) -> SavedFilter:
    """Give one's own filter another name."""
    _need_own(row, by)
    _check_name(name)
    book().write(Writing(changes=[(row, {"name": name.strip()})]))
    return row


def delete_filter(row: SavedFilter, *, by: Staff, at: datetime) -> SavedFilter:
    """Take one's own filter from every list; it can be put back."""
    _need_own(row, by)
    if row.deleted_at is None:
        book().write(Writing(changes=[(row, {"deleted_at": at})]))
    return row


def restore_filter(row: SavedFilter, *, by: Staff) -> SavedFilter:
    """Put back what one deleted."""
    _need_own(row, by)
    if row.deleted_at is not None:
        book().write(Writing(changes=[(row, {"deleted_at": None})]))
    return row


def _check(wanted: Wanted, name: str, shared: str) -> None:
    _check_name(name)
    if shared not in SHARED:
        raise Refused("shared", "请选择给谁用。")
    if not (wanted.narrows or wanted.queue):
        raise Refused("name", "还没有筛选条件；请先筛选，再保存。")
    if wanted.key and shared != "me":
        raise Refused("shared", "按号码查找的筛选只能自己用；请选“只给自己”，或去掉号码。")


def _check_name(name: str) -> None:
    if not name.strip():
        raise Refused("name", "请给这个筛选起个名称。")
    if len(name.strip()) > LONGEST_NAME:
        raise Refused("name", f"名称最多 {LONGEST_NAME} 字。")


def _need_own(row: SavedFilter, by: Staff) -> None:
    if row.owner_id != by.pk:
        raise Refused("name", "只有保存它的人可以改名或删除；您可以另存一个自己的。")
