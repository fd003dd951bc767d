"""Background jobs of the telephone line."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

log = structlog.get_logger("hotline.worker")


@app.periodic(cron="* * * * * */20")
@app.task(name="free_agents", queueing_lock="free_agents", lock="free_agents")
def free_agents(timestamp: int) -> None:
    """Every twenty seconds: ends breaks and after-call work that last longer than allowed."""
    from hotline.channels.telephone.commands import (  # noqa: PLC0415 - needs Django's apps ready
        free_who_is_over,
    )

    if freed := free_who_is_over(at=timezone.now()):
        log.info("agents_freed", count=freed)
