"""Background jobs that belong to the clock itself; a step's own jobs are deferred by that step."""

from __future__ import annotations

import structlog
from django.utils import timezone
from procrastinate import jobs
from procrastinate.contrib.django import app

from hotline.records.scope import everything

SECONDS_WITHOUT_HEARTBEAT = 30
MOST_ATTEMPTS = 5

log = structlog.get_logger("hotline.worker")


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled", queueing_lock="retry_stalled")
async def retry_stalled(timestamp: int) -> None:
    """Takes up the jobs of workers that were killed, so that no effect is ever lost."""
    stalled = await app.job_manager.get_stalled_jobs(
        seconds_since_heartbeat=SECONDS_WITHOUT_HEARTBEAT
    )
    for job in stalled:
        await _take_up(job)


async def _take_up(job: jobs.Job) -> None:
    """Runs a job again; one that keeps killing its worker is given up, for a person to see."""
    if job.attempts >= MOST_ATTEMPTS:
        await app.job_manager.finish_job(job, jobs.Status.FAILED, delete_job=False)
        log.error("job_given_up", job=job.id, task=job.task_name, attempts=job.attempts)
        return
    await app.job_manager.retry_job(job)
    log.warning("job_taken_up_again", job=job.id, task=job.task_name, attempts=job.attempts)


@app.task(name="write_bulletin_files", retry=3)
@everything()
def write_bulletin_files(bulletin: str) -> None:
    """Make the Word, web and PDF files of a bulletin that was just published."""
    from hotline.records.models import Bulletin  # noqa: PLC0415 - needs Django's apps ready
    from hotline.steps.write_files import write_files  # noqa: PLC0415

    formats = write_files(Bulletin.objects.get(pk=bulletin), at=timezone.now())
    log.info("bulletin_files_written", bulletin=bulletin, formats=formats)


@app.task(name="import_arrivals")
@everything()
def import_arrivals(run: str) -> None:
    """Take in a file that was handed in at the desk; the desk shows the counts as they grow."""
    from hotline.records.models import ImportRun  # noqa: PLC0415 - needs Django's apps ready
    from hotline.steps.import_file import take_handed_in  # noqa: PLC0415

    row = ImportRun.objects.select_related("channel", "by").get(pk=run)
    take_handed_in(row, at=timezone.now())
    log.info("import_finished", run=run, read=row.read, quarantined=row.quarantined)
