"""Background jobs of the roads to other systems: fetching what came, sending what is owed."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

log = structlog.get_logger("hotline.worker")


@app.periodic(cron="* * * * * */5")
@app.task(name="send_deliveries", queueing_lock="send_deliveries", lock="send_deliveries")
def send_deliveries(timestamp: int) -> None:
    """Every five seconds: sends what is due to other systems."""
    from hotline.channels.sending import send_due  # noqa: PLC0415 - needs Django's apps ready

    if outcomes := send_due(at=timezone.now()):
        log.info("deliveries_sent", **outcomes)


@app.periodic(cron="* * * * * */30")
@app.task(name="fetch_roads", queueing_lock="fetch_roads", lock="fetch_roads")
def fetch_roads(timestamp: int) -> None:
    """Every half minute: asks the roads that have to be asked for what came."""
    from hotline.channels.fetching import fetch_all  # noqa: PLC0415 - needs Django's apps ready

    if outcomes := fetch_all(at=timezone.now()):
        log.info("roads_fetched", **outcomes)


@app.periodic(cron="*/10 * * * *")
@app.task(name="write_result_files", queueing_lock="write_result_files", lock="write_result_files")
def write_result_files(timestamp: int) -> None:
    """Every ten minutes: writes result files for the platforms that want them by themselves."""
    from hotline.channels.result_files import write_by_themselves  # noqa: PLC0415 - as above

    if count := write_by_themselves(at=timezone.now()):
        log.info("result_files_written", files=count)
