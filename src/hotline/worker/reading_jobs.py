"""Background jobs of the text engines: reading what arrives, weighing it, and what is asked for."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.utils import timezone
from procrastinate import RetryStrategy
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
@app.task(name="read_back", queueing_lock="read_back", lock="read_arrivals")
def read_back(timestamp: int) -> None:
    """Every minute, where somebody wants it: the engines read a portion of the older cases."""
    from hotline.steps.reading import read_back as reading  # noqa: PLC0415 - needs Django's apps

    found = reading.read_back(at=timezone.now())
    if found:
        log.info("read_back", **found)


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


@app.periodic(cron="17 * * * *")
@app.task(name="weigh_issues", queueing_lock="weigh_issues", lock="read_arrivals")
def weigh_issues(timestamp: int) -> None:
    """Every hour: hot issues are weighed anew, since their windows move on although nobody rings;
    at night what never became a group is let go."""
    from hotline.records.queries.arrivals_read import setting_of  # noqa: PLC0415
    from hotline.records.queries.hot_material import ENGINE  # noqa: PLC0415
    from hotline.steps.issues.weigh import let_single_cases_go, weigh_all  # noqa: PLC0415

    now = timezone.now()
    if setting_of(ENGINE).is_on:
        weighed, gone = weigh_all(at=now), let_single_cases_go(at=now)
        log.info("issues_weighed", issues=weighed, gone=gone)


@app.periodic(cron="41 * * * *")
@app.task(name="regroup_issues", queueing_lock="regroup_issues", lock="regroup_issues")
def regroup_issues(timestamp: int) -> None:
    """Every hour: issues and single cases that turned out to be one concern become one. Arrivals go
    on being read meanwhile."""
    from hotline.records.queries.arrivals_read import setting_of  # noqa: PLC0415
    from hotline.records.queries.hot_material import ENGINE  # noqa: PLC0415
    from hotline.steps.issues.regroup import regroup  # noqa: PLC0415

    if setting_of(ENGINE).is_on:
        log.info("issues_regrouped", gone=regroup(at=timezone.now()))


@app.task(name="recognise", retry=RetryStrategy(max_attempts=3, wait=30))
def recognise(row: str) -> None:
    """Reads the words of one picture or recording that somebody asked for."""
    from hotline.steps.reading import recognise as reading  # noqa: PLC0415 - needs Django's apps

    log.info("recognised", ended=reading.recognise(UUID(row), at=timezone.now()))
