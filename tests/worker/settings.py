"""Settings of a real worker process that works on a test's database and knows the test's job."""

from __future__ import annotations

from hotline.site.settings import *  # noqa: F403

PROCRASTINATE_IMPORT_PATHS = [
    "hotline.worker.jobs",
    "hotline.worker.export_jobs",
    "hotline.worker.reading_jobs",
    "hotline.worker.guessing_jobs",
    "hotline.worker.road_jobs",
    "hotline.worker.ledger_jobs",
    "tests.worker.slow_jobs",
]
