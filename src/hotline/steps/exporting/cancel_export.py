"""Cancel an export: one that waits never begins, one that is written stops within a moment."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Export, Staff
from hotline.steps.exporting.lists import list_called
from hotline.steps.exporting.order_export import export_entry
from hotline.steps.moving import Refused
from hotline.steps.storing.book import Writing, book


def cancel_export(row: Export, *, by: Staff, at: datetime) -> None:
    """End it; the worker sees so before its next rows. Refused for one that is ended."""
    if row.finished_at is not None:
        raise Refused("export", "这个导出已经结束，不需要取消。")
    entry = export_entry("cancel_export", row, list_called(row.list), by=by, at=at)
    facts = {"status": "cancelled", "finished_at": at}
    book().write(Writing(rows=[entry], changes=[(row, facts)]))
