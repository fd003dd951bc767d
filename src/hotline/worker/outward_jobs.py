"""Background jobs of what goes out to programs of others."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

log = structlog.get_logger("hotline.worker")


@app.periodic(cron="15 * * * *")
@app.task(name="switch_off_webhooks", queueing_lock="switch_off_webhooks")
def switch_off_webhooks(timestamp: int) -> None:
    """Every hour: pauses the webhooks that have reached nobody for days."""
    from hotline.steps.roads.webhooks import switch_off_failing  # noqa: PLC0415 - needs the apps

    for row in switch_off_failing(at=timezone.now()):
        log.warning("webhook_switched_off", road=row.code)
