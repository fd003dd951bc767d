"""Drop old exports: files whose days are over are deleted, and orders nobody finishes are ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from hotline.records.models import Export
from hotline.steps.exporting.sealed_parts import drop_parts
from hotline.steps.storing.book import Writing, book

LOST_AFTER = timedelta(days=1)
LOST = "后台任务多次中断，没有导出。请重新导出；再次出错请告知系统管理员。"
AT_ONCE = 500


def drop_old_exports(*, at: datetime) -> int:
    """Delete the files that are old enough; the orders themselves stay. Gives how many."""
    lost = Export.objects.filter(finished_at=None, ordered_at__lt=at - LOST_AFTER)
    for row in lost.order_by("ordered_at")[:AT_ONCE]:
        drop_parts(row)
        facts = {"status": "failed", "problem": LOST, "finished_at": at}
        book().write(Writing(changes=[(row, facts)]))
    before = at - timedelta(days=settings.HOTLINE_EXPORT_DAYS)
    old = list(Export.objects.filter(parts__gt=0, finished_at__lt=before)[:AT_ONCE])
    for row in old:
        drop_parts(row)
        book().write(Writing(changes=[(row, {"parts": 0})]))
    return len(old)
