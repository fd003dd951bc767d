"""The ledger of counted facts by night: added up, then proved equal to the journal."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from hotline.records.scope import everything

DAYS_PROVED = 7

log = structlog.get_logger("hotline.worker")


@app.periodic(cron="40 2 * * *")
@app.task(name="compact_ledger", queueing_lock="compact_ledger", lock="ledger")
@everything()
def compact_ledger(timestamp: int) -> None:
    """Adds up what the day's moves have posted."""
    from hotline.steps.ledger.compact import compact  # noqa: PLC0415 - needs Django's apps ready

    log.info("ledger_compacted", days=compact())


@app.periodic(cron="10 3 * * *")
@app.task(name="recount_ledger", queueing_lock="recount_ledger", lock="ledger")
@everything()
def recount_ledger(timestamp: int) -> None:
    """Works the latest days out again from the journal; a difference goes to the auditor."""
    from hotline.steps.ledger.recount import recount_lately  # noqa: PLC0415

    now = timezone.now()
    found = recount_lately(timezone.localdate(now), days=DAYS_PROVED, at=now)
    if not found.agree:
        log.error("ledger_differs", postings=found.postings, cells=found.cells)
