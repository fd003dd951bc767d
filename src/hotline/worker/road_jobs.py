"""Background jobs of the roads to other systems: fetching what came, sending what is owed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

if TYPE_CHECKING:
    from hotline.channels.sending import Lanes

PATIENCE = 4.0
log = structlog.get_logger("hotline.worker")


@app.periodic(cron="* * * * * */5")
@app.task(name="send_deliveries", queueing_lock="send_deliveries")
def send_deliveries(timestamp: int) -> None:
    """Every five seconds: sends what is due to other systems, all roads side by side.

    Without a lock: two workers never take the same row, and one that was killed bars nobody.
    """
    if outcomes := _lanes().start(at=timezone.now(), patience=PATIENCE):
        log.info("deliveries_sent", **outcomes)


@cache
def _lanes() -> Lanes:
    """This worker's lanes; one that takes long runs on while the job is over."""
    from hotline.channels.sending import Lanes  # noqa: PLC0415 - needs Django's apps ready

    return Lanes(timezone.now)


@app.periodic(cron="* * * * * */30")
@app.task(name="fetch_roads", queueing_lock="fetch_roads", lock="fetch_roads")
def fetch_roads(timestamp: int) -> None:
    """Every half minute: asks the roads that have to be asked for what came."""
    from hotline.channels.fetching import fetch_all  # noqa: PLC0415 - needs Django's apps ready

    if outcomes := fetch_all(at=timezone.now()):
        log.info("roads_fetched", **outcomes)


@app.periodic(cron="17 * * * *")
@app.task(name="forget_exchanged", queueing_lock="forget_exchanged")
def forget_exchanged(timestamp: int) -> None:
    """Every hour: drops what the exchange has to remember for some minutes or weeks only."""
    from hotline.steps.roads import nonces  # noqa: PLC0415 - needs Django's apps ready

    nonces.forget_exchanged(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="write_result_files", queueing_lock="write_result_files", lock="write_result_files")
def write_result_files(timestamp: int) -> None:
    """Every ten minutes: writes result files for the platforms that want them by themselves."""
    from hotline.channels.result_files import write_by_themselves  # noqa: PLC0415 - as above

    if count := write_by_themselves(at=timezone.now()):
        log.info("result_files_written", files=count)
