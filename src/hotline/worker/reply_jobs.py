"""Background jobs of replies: checking those that no screen checked, telling of missed promises."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

log = structlog.get_logger("hotline.worker")


@app.periodic(cron="* * * * * */30")
@app.task(name="check_replies", queueing_lock="check_replies", lock="check_replies")
def check_replies(timestamp: int) -> None:
    """Every half minute: checks replies that came by programs and other systems."""
    from hotline.steps.reading import check_replies as checking  # noqa: PLC0415 - needs Django

    if count := checking.check_replies(at=timezone.now()):
        log.info("replies_checked", replies=count)


@app.periodic(cron="7 * * * *")
@app.task(name="tell_promises", queueing_lock="tell_promises", lock="tell_promises")
def tell_promises(timestamp: int) -> None:
    """Every hour: tells of promises whose day has passed."""
    from hotline.steps.oversight import tell_promises as telling  # noqa: PLC0415 - needs Django

    if count := telling.tell_promises(at=timezone.now()):
        log.info("promises_told", promises=count)
