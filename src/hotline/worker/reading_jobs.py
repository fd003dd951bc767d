"""Background jobs of the text engines: reading what has arrived."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

log = structlog.get_logger("hotline.worker")


@app.periodic(cron="* * * * * */10")
@app.task(name="read_arrivals", queueing_lock="read_arrivals", lock="read_arrivals")
def read_arrivals(timestamp: int) -> None:
    """Every ten seconds: the engines read the cases that are new to them."""
    from hotline.steps.reading import read_arrivals as reading  # noqa: PLC0415 - needs Django's apps

    found = reading.read_arrivals(at=timezone.now())
    if any(found.values()):
        log.info("arrivals_read", **found)
