"""Background jobs of the text engines: reading what has arrived, and what is asked for."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.utils import timezone
from procrastinate import RetryStrategy
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


@app.task(name="recognise", retry=RetryStrategy(max_attempts=3, wait=30))
def recognise(row: str) -> None:
    """Reads the words of one picture or recording that somebody asked for."""
    from hotline.steps.reading import recognise as reading  # noqa: PLC0415 - needs Django's apps

    log.info("recognised", ended=reading.recognise(UUID(row), at=timezone.now()))
