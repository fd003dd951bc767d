"""Background jobs that look for matters which came more than once."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

log = structlog.get_logger("hotline.worker")


@app.periodic(cron="* * * * * */15")
@app.task(name="find_same_matters", queueing_lock="find_same_matters", lock="find_same_matters")
def find_same_matters(timestamp: int) -> None:
    """Every quarter of a minute: compares what has arrived with what is here."""
    from hotline.steps.joining.find_same import find_same  # noqa: PLC0415 - needs Django's apps

    if found := find_same(at=timezone.now()):
        log.info("same_matters_found", pairs=found)
