"""What the worker does by the clock: it sweeps the clocks, and forgets jobs that are long done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hotline.records.models import Clock, Notice
from hotline.worker import jobs
from hotline.worker.jobs import HOURS_KEPT, forget_old_jobs, let_notices_go, sweep_clocks
from tests.factories import make_city
from tests.steps.cases import walked
from tests.steps.clocks import acts_of, make_clock, with_warnings

HOUR = timedelta(hours=1)


def told_by(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What the worker's log is told from now on."""
    told: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(jobs.log, "info", lambda event, **facts: told.append((event, facts)))
    return told


def test_the_clocks_are_swept_every_quarter_of_a_minute_one_run_waiting_at_most() -> None:
    task = app.tasks["sweep_clocks"]
    periodic = app.periodic_registry.periodic_tasks["sweep_clocks", ""]
    first = periodic.croniter.get_next(ret_type=float, start_time=1_000_000_020.0)
    times = [first, *(periodic.croniter.get_next(ret_type=float) for _ in range(4))]
    assert [moment % 60 for moment in times] == [15, 30, 45, 0, 15]
    assert (periodic.task, task.queueing_lock) == (task, "sweep_clocks")


@pytest.mark.django_db
def test_the_worker_gives_what_is_due_and_logs_counts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    case = walked(with_warnings(make_city()), "in_handling")
    now = timezone.now()
    clock = make_clock(case, started_at=now - 6 * HOUR, due_at=now + 4 * HOUR, next_at=now - HOUR)
    told = told_by(monkeypatch)
    for _ in range(2):  # the second run gives nothing and says nothing
        sweep_clocks(timestamp=0)
    assert (acts_of(clock), told) == (["yellow"], [("clocks_swept", {"yellow": 1})])


@pytest.mark.django_db
def test_notices_of_stopped_clocks_wait_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    case = walked(with_warnings(make_city()), "in_handling")
    now = timezone.now()
    kept, stopped = (
        make_clock(case, started_at=now - 6 * HOUR, due_at=now + 4 * HOUR, next_at=now - HOUR)
        for _ in range(2)
    )
    sweep_clocks(timestamp=0)
    Clock.objects.filter(pk=stopped.pk).update(stopped_at=now)
    told = told_by(monkeypatch)
    for _ in range(2):
        let_notices_go(timestamp=0)
    assert told == [("notices_let_go", {"number": 1})]
    assert Notice.objects.get(seen_at=None).clock == kept


@pytest.mark.django_db(transaction=True)
def test_only_jobs_that_succeeded_long_ago_are_forgotten() -> None:
    named = ("old", "failed", "fresh")
    for task in named:
        app.configure_task(task, allow_unknown=True).defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = (CASE task_name WHEN 'failed' THEN 'failed'"
            " ELSE 'succeeded' END)::procrastinate_job_status"
        )
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - make_interval(hours => %s)"
            " FROM procrastinate_jobs AS job WHERE job.id = job_id AND task_name <> 'fresh'",
            [HOURS_KEPT + 1],
        )
    async_to_sync(forget_old_jobs.func)(timestamp=0)
    left = ProcrastinateJob.objects.order_by("task_name").values_list("task_name", flat=True)
    assert list(left) == ["failed", "fresh"]
