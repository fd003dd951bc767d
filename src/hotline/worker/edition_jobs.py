"""The job that mails the daily, weekly and monthly editions to those who subscribed."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

log = structlog.get_logger("hotline.worker")


@app.periodic(cron="5 * * * *")
@app.task(name="send_editions", queueing_lock="send_editions", lock="send_editions")
def send_editions(timestamp: int) -> None:
    """Hourly: sends the editions that are over and were not sent yet."""
    from hotline.steps.reaching.send_editions import send_editions as send  # noqa: PLC0415

    if outcomes := send(at=timezone.now()):
        log.info("editions_sent", **outcomes)
