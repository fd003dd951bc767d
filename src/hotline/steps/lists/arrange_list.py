"""Arrange the list: which columns one sees, and with which filter one begins (列表设置)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hotline.records.models import ListChoice, SavedFilter, Staff
from hotline.records.queries.saved_filters import filters_of
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book

MOST_COLUMNS = 20


def choose_columns(columns: Sequence[str], *, by: Staff) -> ListChoice:
    """Keep the columns in this order, each once."""
    kept = list(dict.fromkeys(columns))[:MOST_COLUMNS]
    if not kept:
        raise Refused("columns", "请至少选一列。")
    return _keep(by, {"columns": kept})


def begin_with(row: SavedFilter | None, *, by: Staff) -> ListChoice:
    """Have the list begin with a filter that the person may use, or with none."""
    if row is not None and not filters_of(by).filter(pk=row.pk).exists():
        raise Refused("name", "这个筛选已经删除，或不再给您使用。")
    return _keep(by, {"begins_with": row})


def _keep(by: Staff, facts: dict[str, Any]) -> ListChoice:
    known = ListChoice.objects.filter(staff=by).first()
    if known is None:
        made = ListChoice(staff=by, **facts)
        book().write(Writing(rows=[made]))
        return made
    book().write(Writing(changes=[(known, facts)]))
    return known
