"""A worker that is killed with -9 loses no job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from hotline.site.environment import ROOT
from hotline.worker.jobs import MOST_ATTEMPTS, retry_stalled
from tests.worker.slow_jobs import MARK

Start = Callable[..., "subprocess.Popen[bytes]"]
PATIENCE = 30


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Start]:
    """Starts real workers on this test's database, and leaves none behind."""
    started: list[subprocess.Popen[bytes]] = []
    log = (tmp_path / "worker.log").open("wb")

    def start(*options: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "django", "procrastinate", "worker", *options]
        process = subprocess.Popen(  # noqa: S603 - our own command
            line, env=_variables(tmp_path), stdout=log, stderr=log, cwd=ROOT
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
    log.close()


def _variables(directory: Path) -> dict[str, str]:
    """The environment of a worker on this test's database."""
    database = connection.settings_dict
    query = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"]}
    password = {"PGPASSWORD": database["PASSWORD"]} if database["PASSWORD"] else {}
    return {
        **os.environ,
        **password,
        "DJANGO_SETTINGS_MODULE": "tests.worker.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DATABASE_URL": f"postgresql:///{database['NAME']}?{urlencode(query)}",
        "HOTLINE_VAR": str(settings.HOTLINE_VAR),
        MARK: str(directory / "mark"),
    }


def _asked(query: str) -> tuple[object, ...]:
    """One row out of the database."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        row: tuple[object, ...] = cursor.fetchone()
        return row


def _wait_for(path: Path) -> None:
    """Waits until a worker has really begun."""
    until = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < until, (path.parent / "worker.log").read_text()
        time.sleep(0.05)


def _take_up_now() -> None:
    """Lets the clock strike, unless a worker's own clock has done so already."""
    with suppress(AlreadyEnqueued):
        retry_stalled.defer(timestamp=0)


def _age_heartbeats() -> None:
    """Lets a minute pass for the database."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 min'")


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_killed_worker_is_taken_up_and_done(start_worker: Start, tmp_path: Path) -> None:
    app.configure_task("tests.slow").defer()
    killed = start_worker("--concurrency", "1")
    _wait_for(tmp_path / "mark")
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert _asked("SELECT status FROM procrastinate_jobs WHERE task_name = 'tests.slow'") == (
        "doing",
    )

    _age_heartbeats()
    _take_up_now()
    assert start_worker("--one-shot", "--concurrency", "1").wait(PATIENCE) == 0
    assert _asked(
        "SELECT status, attempts FROM procrastinate_jobs WHERE task_name = 'tests.slow'"
    ) == ("succeeded", 2)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_keeps_killing_its_worker_is_given_up(
    start_worker: Start, tmp_path: Path
) -> None:
    app.configure_task("tests.slow").defer()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [MOST_ATTEMPTS]
        )
    _take_up_now()
    assert start_worker("--one-shot", "--concurrency", "1").wait(PATIENCE) == 0
    assert _asked("SELECT status FROM procrastinate_jobs WHERE task_name = 'tests.slow'") == (
        "failed",
    )


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_next_waits_already_is_left_to_it_and_bars_no_other(
    start_worker: Start,
) -> None:
    app.configure_task("tests.slow", queueing_lock="one", lock="one").defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    later = {"queueing_lock": "one", "lock": "one", "schedule_in": {"hours": 1}}
    app.configure_task("tests.slow", **later).defer()
    _age_heartbeats()
    _take_up_now()
    assert start_worker("--one-shot", "--concurrency", "1").wait(PATIENCE) == 0
    assert _asked(
        "SELECT string_agg(status::text, ' ' ORDER BY id) FROM procrastinate_jobs"
        " WHERE task_name = 'tests.slow'"
    ) == ("failed todo",)
