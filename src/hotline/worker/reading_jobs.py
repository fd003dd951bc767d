"""Background jobs of the text engines: reading what has arrived."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

# So many batches a minute: a long history is learned within hours, and nothing else waits.
LEARNED_AT_MOST = 10
log = structlog.get_logger("hotline.worker")


@app.periodic(cron="* * * * * */10")
@app.task(name="read_arrivals", queueing_lock="read_arrivals", lock="read_arrivals")
def read_arrivals(timestamp: int) -> None:
    """Every ten seconds: the engines read the cases that are new to them."""
    from hotline.steps.reading import read_arrivals as reading  # noqa: PLC0415 - needs Django's apps

    found = reading.read_arrivals(at=timezone.now())
    if any(found.values()):
        log.info("arrivals_read", **found)


@app.periodic(cron="* * * * *")
@app.task(name="learn_dispatch", queueing_lock="learn_dispatch", lock="learn_dispatch")
def learn_dispatch(timestamp: int) -> None:
    """Every minute: dispatching learns from the cases that were closed, a few batches at most."""
    from hotline.steps.reading import learn_dispatch as learning  # noqa: PLC0415 - needs Django

    for _ in range(LEARNED_AT_MOST):
        learned = learning.learn_dispatch(at=timezone.now())
        if not learned:
            break
        log.info("dispatch_learned", cases=learned)
