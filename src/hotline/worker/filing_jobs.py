"""Background jobs of the citizens' site: receipts by text message, and forgetting."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

log = structlog.get_logger("hotline.worker")


@app.task(name="send_filing_receipt", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def send_filing_receipt(contact: str) -> None:
    """Sends number and code of a request to the phone that asked for them."""
    from hotline.steps.filing.send_receipt import send_receipt  # noqa: PLC0415 - needs Django ready

    log.info("receipt_sent", sent=send_receipt(UUID(contact)))


@app.periodic(cron="*/20 * * * *")
@app.task(name="forget_visits", queueing_lock="forget_visits", lock="forget_visits")
def forget_visits(timestamp: int) -> None:
    """Three times an hour: drops what the site keeps for a short while only."""
    from hotline.steps.filing.limiting import forget_visits as forget  # noqa: PLC0415 - needs Django ready

    if dropped := forget(at=timezone.now()):
        log.info("visits_forgotten", rows=dropped)


@app.task(name="send_phone_code", retry=RetryStrategy(max_attempts=3, wait=5))
def send_phone_code(row: str) -> None:
    """Sends the one-time code of a citizen who signs in."""
    from hotline.steps.filing.signing_in import hand_code_over  # noqa: PLC0415 - needs Django ready

    log.info("phone_code_sent", sent=hand_code_over(UUID(row), at=timezone.now()))
