"""Background jobs that belong to the clock itself; a step's own jobs are deferred by that step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.utils import timezone
from procrastinate import jobs
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation

from hotline.documents.scanning import NotScanned, ScannerDown, scanner_at
from hotline.records.scope import everything
from hotline.records.sealing import SealBroken

if TYPE_CHECKING:
    from hotline.records.models import Attachment

SECONDS_WITHOUT_HEARTBEAT = 30
MOST_ATTEMPTS = 5
HOURS_KEPT = 7 * 24

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
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:  # the next one of its kind waits already: that one does its work
        await app.job_manager.finish_job(job, jobs.Status.FAILED, delete_job=False)
        log.warning("job_left_to_the_next", job=job.id, task=job.task_name)
        return
    log.warning("job_taken_up_again", job=job.id, task=job.task_name, attempts=job.attempts)


@app.periodic(cron="1 * * * *")
@app.task(name="expire_articles", queueing_lock="expire_articles")
@everything()
def expire_articles(timestamp: int) -> None:
    """Marks articles whose last day is over; hourly, so that a worker that slept catches up."""
    from hotline.steps.knowledge.expire import expire_due  # noqa: PLC0415 - needs Django's apps

    marked = expire_due(at=timezone.now())
    if marked:
        log.info("articles_expired", number=marked)


@app.periodic(cron="31 * * * *")
@app.task(name="let_notices_go", queueing_lock="let_notices_go")
@everything()
def let_notices_go(timestamp: int) -> None:
    """Hourly: takes the notices that hold no longer from the lists of those to be read."""
    from hotline.steps.see_notice import let_notices_go as let_go  # noqa: PLC0415 - needs the apps

    gone = let_go(at=timezone.now())
    if gone:
        log.info("notices_let_go", number=gone)


@app.periodic(cron="* * * * * */15")
@app.task(name="sweep_clocks", queueing_lock="sweep_clocks")
@everything()
def sweep_clocks(timestamp: int) -> None:
    """Every quarter of a minute: gives the warnings and acts that the clocks have due."""
    from hotline.steps.sweep import sweep  # noqa: PLC0415 - needs Django's apps ready

    given = sweep(at=timezone.now())
    if given:
        log.info("clocks_swept", **given)


@app.periodic(cron="*/15 * * * *")
@app.task(name="take_effect", queueing_lock="take_effect")
@everything()
def take_effect(timestamp: int) -> None:
    """Make the planned changes of reference data whose day has come."""
    from hotline.steps.reference.take_effect import (  # noqa: PLC0415 - needs Django's apps ready
        take_effect as take,
    )

    if made := take(at=timezone.now()):
        log.info("reference_changes_made", changes=made)


@app.periodic(cron="20 3 * * *")
@app.task(name="forget_old_jobs", queueing_lock="forget_old_jobs")
async def forget_old_jobs(timestamp: int) -> None:
    """Every night: takes out the jobs that succeeded long ago, so that their table stays small."""
    await app.job_manager.delete_old_jobs(nb_hours=HOURS_KEPT)


@app.task(name="plan_outgoing", retry=3)
@everything()
def plan_outgoing(notice: str) -> None:
    """Note who is told of a notice by mail or text message."""
    from hotline.records.models import Notice  # noqa: PLC0415 - needs Django's apps ready
    from hotline.steps.reaching.send_outgoing import plan_outgoing as plan  # noqa: PLC0415

    row = Notice.objects.select_related("clock", "case").get(pk=notice)
    log.info("outgoing_planned", notice=notice, number=plan(row, at=timezone.now()))


@app.periodic(cron="* * * * *")
@app.task(name="send_outgoing", queueing_lock="send_outgoing", lock="send_outgoing")
def send_outgoing(timestamp: int) -> None:
    """Every minute: sends the mails and text messages that are due."""
    _send_outgoing()


@app.task(name="send_outgoing_now", lock="send_outgoing")
def send_outgoing_now() -> None:
    """Somebody waits for a code: send what is due at once."""
    _send_outgoing()


@everything()
def _send_outgoing() -> None:
    from hotline.steps.reaching.send_outgoing import send_outgoing as send  # noqa: PLC0415

    if settings.HOTLINE_GATEWAYS and (outcomes := send(at=timezone.now())):
        log.info("outgoing_sent", **outcomes)


@app.periodic(cron="40 3 * * *")
@app.task(name="drop_old_drafts", queueing_lock="drop_old_drafts")
def drop_old_drafts(timestamp: int) -> None:
    """Every night: forgets what was typed two weeks ago and never sent."""
    from hotline.steps.keep_draft import drop_old_drafts as drop  # noqa: PLC0415 - needs the apps

    gone = drop(at=timezone.now())
    if gone:
        log.info("drafts_dropped", number=gone)


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


@app.task(name="scan_attachment")
@everything()
def scan_attachment(attachment: str) -> None:
    """Have a new attachment scanned at once; one without an answer waits for `scan_waiting`."""
    from hotline.records.models import Attachment  # noqa: PLC0415 - needs Django's apps ready

    _scan([Attachment.objects.get(pk=attachment)])


@app.periodic(cron="*/2 * * * *")
@app.task(name="scan_waiting", queueing_lock="scan_waiting")
@everything()
def scan_waiting(timestamp: int) -> None:
    """Try again for every attachment that has no answer: the scanner may be back."""
    from hotline.steps.scan_attachment import waiting_for_scan  # noqa: PLC0415

    if settings.HOTLINE_SCANNER:
        _scan(waiting_for_scan())


def _scan(rows: Sequence[Attachment]) -> None:
    """Scan until the scanner gives no answer; what is left stays held and is tried again."""
    from hotline.steps.scan_attachment import scan_attachment as scan  # noqa: PLC0415

    scanner = scanner_at(settings.HOTLINE_SCANNER)
    for row in rows if scanner is not None else ():
        try:
            scan(row, scanner, at=timezone.now())
        except NotScanned as reason:
            log.error("attachment_not_scanned", attachment=str(row.pk), reason=str(reason))
            continue
        except ScannerDown as down:
            log.warning("scanner_down", attachment=str(row.pk), reason=str(down))
            return
        except (OSError, SealBroken) as error:
            log.error("attachment_unreadable", attachment=str(row.pk), exc_info=error)
            continue
        log.info("attachment_scanned", attachment=str(row.pk), state=str(row.state))


@app.task(name="simulate_dispatch")
@everything()
def simulate_dispatch(run: str) -> None:
    """Compare two dispatch catalogues over past cases; the desk shows the counts as they grow."""
    from hotline.records.models import DispatchSimulation  # noqa: PLC0415 - needs Django's apps
    from hotline.steps.simulate_dispatch import run_simulation  # noqa: PLC0415

    row = run_simulation(DispatchSimulation.objects.get(pk=run), at=timezone.now())
    log.info("dispatch_simulated", run=run, status=row.status, cases=row.position)


@app.task(name="find_suspicions", lock="find_suspicions")
@everything()
def find_suspicions(run: str) -> None:
    """Search for suspicious patterns because a supervisor asked; the desk shows how far it is."""
    from hotline.records.models import SuspicionRun  # noqa: PLC0415 - needs Django's apps ready
    from hotline.steps.find_suspicions import run_search  # noqa: PLC0415

    row = run_search(SuspicionRun.objects.get(pk=run), at=timezone.now())
    log.info("suspicions_searched", run=run, found=row.found)


@app.periodic(cron="40 2 * * *")
@app.task(
    name="find_suspicions_nightly", lock="find_suspicions", queueing_lock="suspicions_nightly"
)
@everything()
def find_suspicions_nightly(timestamp: int) -> None:
    """Every night: searches for suspicious patterns in what the last weeks left."""
    from hotline.steps.find_suspicions import search_nightly  # noqa: PLC0415 - needs the apps

    row = search_nightly(at=timezone.now())
    log.info("suspicions_searched", run=str(row.pk), found=row.found)


@app.task(name="write_sheets", retry=3)
@everything()
def write_sheets(run: str) -> None:
    """Make the file of sheets that somebody ordered; the desk shows how far it is."""
    from hotline.records.models import SheetRun  # noqa: PLC0415 - needs Django's apps ready
    from hotline.steps.sheets.write_sheets import write_sheets as write  # noqa: PLC0415

    row = write(SheetRun.objects.select_related("by").get(pk=run), at=timezone.now())
    log.info("sheets_written", run=run, status=row.status, cases=row.done)


@app.periodic(cron="40 3 * * *")
@app.task(name="drop_old_sheets", queueing_lock="drop_old_sheets")
@everything()
def drop_old_sheets(timestamp: int) -> None:
    """Every night: drops the files of sheets that were ordered days ago."""
    from hotline.steps.sheets.write_sheets import drop_old_sheets as drop  # noqa: PLC0415

    dropped = drop(at=timezone.now())
    if dropped:
        log.info("old_sheets_dropped", number=dropped)
