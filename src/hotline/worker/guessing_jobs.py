"""Background jobs of the classifying engine: learning, settling what was guessed, counting it."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from hotline.records.scope import everything

log = structlog.get_logger("hotline.worker")


@app.task(name="learn_guesses", lock="learn_guesses")
@everything()
def learn_guesses(run: str, *, fast: bool = False) -> None:
    """Learn because somebody asked; the desk shows how far it is."""
    from hotline.records.models import LearningRun  # noqa: PLC0415 - needs Django's apps ready
    from hotline.steps.guessing.learn import run_learning  # noqa: PLC0415

    row = run_learning(LearningRun.objects.get(pk=run), at=timezone.now(), fast=fast)
    log.info("guesses_learned", run=run, status=row.status)


@app.periodic(cron="10 1 * * *")
@app.task(name="learn_nightly", lock="learn_guesses", queueing_lock="learn_nightly")
@everything()
def learn_nightly(timestamp: int) -> None:
    """Every night: learns from what was closed, where the engine is on."""
    from hotline.records.queries.reference import engine_on  # noqa: PLC0415 - needs the apps
    from hotline.rules.guessed_fields import ENGINE  # noqa: PLC0415
    from hotline.steps.guessing.learn import begin_learning, run_learning  # noqa: PLC0415

    if engine_on(ENGINE):
        now = timezone.now()
        row = run_learning(begin_learning(by=None, at=now), at=now)
        log.info("guesses_learned", run=str(row.pk), status=row.status)


@app.periodic(cron="*/5 * * * *")
@app.task(name="settle_guesses", queueing_lock="settle_guesses")
@everything()
def settle_guesses(timestamp: int) -> None:
    """Every five minutes: says of the guesses of sorted cases how they ended."""
    from hotline.steps.guessing import settle_guesses as settling  # noqa: PLC0415 - needs the apps

    if number := settling.settle_guesses(at=timezone.now()):
        log.info("guesses_settled", cases=number)


@app.periodic(cron="50 * * * *")
@app.task(name="count_guess_weeks", queueing_lock="count_guess_weeks")
@everything()
def count_guess_weeks(timestamp: int) -> None:
    """Every hour: counts how the guesses of the last weeks ended."""
    from hotline.steps.guessing.watch import count_weeks  # noqa: PLC0415 - needs the apps

    log.info("guess_weeks_counted", rows=count_weeks(at=timezone.now()))
