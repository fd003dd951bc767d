"""Background jobs of what goes out to programs of others."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

log = structlog.get_logger("hotline.worker")


@app.periodic(cron="15 * * * *")
@app.task(name="switch_off_webhooks", queueing_lock="switch_off_webhooks")
def switch_off_webhooks(timestamp: int) -> None:
    """Every hour: pauses the webhooks that have reached nobody for days."""
    from hotline.steps.roads.webhooks import switch_off_failing  # noqa: PLC0415 - needs the apps

    for row in switch_off_failing(at=timezone.now()):
        log.warning("webhook_switched_off", road=row.code)


@app.task(name="fetch_wechat_pictures", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def fetch_wechat_pictures(road: str, case: str, media: list[str]) -> None:
    """Fetch the pictures of a matter told on WeChat; it keeps them for three days."""
    from hotline.channels.wechat.pictures import fetch_pictures  # noqa: PLC0415 - needs the apps
    from hotline.records.models import Case, Road  # noqa: PLC0415
    from hotline.records.scope import everything  # noqa: PLC0415

    with everything():
        rows = Road.objects.get(pk=road), Case.objects.get(pk=case)
        found = fetch_pictures(*rows, media, at=timezone.now())
    log.info("wechat_pictures_fetched", case=case, pictures=found)


@app.periodic(cron="20 4 * * *")
@app.task(name="publish_open_data", queueing_lock="publish_open_data")
def publish_open_data(timestamp: int) -> None:
    """Every night, where the city gives out its data: makes the files that are due."""
    from hotline.channels.open_data import is_open  # noqa: PLC0415 - needs Django's apps ready
    from hotline.steps.publish_open_data import publish_due  # noqa: PLC0415

    for row in publish_due(at=timezone.now()) if is_open() else ():
        log.info("open_data_published", file=row.name, rows=row.rows, left_out=row.left_out)
