"""Background jobs of exports."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from hotline.records.scope import everything

log = structlog.get_logger("hotline.worker")


@app.task(name="write_export", lock="write_export")
@everything()
def write_export(export: str) -> None:
    """Write the file that somebody ordered: one after the other, so that the clocks' own jobs
    always find a worker free."""
    from hotline.records.models import Export  # noqa: PLC0415 - needs Django's apps ready
    from hotline.steps.exporting.write_export import write_export as write  # noqa: PLC0415

    row = write(Export.objects.select_related("by").get(pk=export), at=timezone.now())
    log.info("export_written", export=export, list=row.list, status=row.status, rows=row.done)


@app.periodic(cron="50 3 * * *")
@app.task(name="drop_old_exports", queueing_lock="drop_old_exports")
@everything()
def drop_old_exports(timestamp: int) -> None:
    """Every night: deletes exported files whose days are over."""
    from hotline.steps.exporting.drop_old_exports import (  # noqa: PLC0415 - needs the apps ready
        drop_old_exports as drop,
    )

    if dropped := drop(at=timezone.now()):
        log.info("old_exports_dropped", number=dropped)
