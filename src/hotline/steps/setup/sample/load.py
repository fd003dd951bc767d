"""Load the sample months of a city, once, with all their cases, calls and stories.

The bulk road is taken: the real steps play every case into a `BulkBook`, which stores the rows by
COPY. The rows are those that the live book would have stored, one transaction a step, in a
fraction of the time; `tests/steps/storing/test_bulk.py` compares both books row by row.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from hotline.records.models import Contact
from hotline.records.queries.reference import calendar, office
from hotline.rules.workdays import CHINA
from hotline.steps.setup.sample.acts import Act, acts_of
from hotline.steps.setup.sample.city import city_on
from hotline.steps.setup.sample.margins import Month, read_months
from hotline.steps.setup.sample.plans import Plan
from hotline.steps.setup.sample.scene import Scene
from hotline.steps.setup.sample.scripts import Player
from hotline.steps.setup.sample.staff import Crew
from hotline.steps.setup.sample.texts import Wording
from hotline.steps.setup.sample.themes import Words, read_words
from hotline.steps.setup.sample.times import OfficeClock
from hotline.steps.storing.book import writing_in
from hotline.steps.storing.bulk import BulkBook, Rows, copy_rows

Progress = Callable[[int, int, str], None]

LOCK = 1_234_502
ACTS_AT_ONCE = 2500
DONE_BY = time(16, 30)  # on the day of publication everything of the month has happened by then
AFTERWARDS = timedelta(days=30)  # the clock runs on: deadlines may lie after the publication
TABLES = (
    *("citizen", "contact", "case", "assignment", "callback", "journalentry"),
    *("posting", "daycell"),
)


def samples_folder() -> Path:
    """Where the sample months of this installation's city are."""
    return Path(settings.HOTLINE_CITIES) / office().code / "samples"


def load_samples(progress: Progress, folder: Path | None = None) -> tuple[str, ...]:
    """Load every sample month that is not there yet, each whole or not at all; says which.

    `progress` is told how many arrivals are done, of how many, and of which month.
    """
    folder = folder or samples_folder()
    missing = [month for month in read_months(folder) if not is_loaded(month)]
    if not missing:
        return ()
    words = read_words(folder)
    total, before = sum(month.arrivals for month in missing), 0
    for month in missing:
        _load(month, words, _shifted(progress, before, total, month))
        before += month.arrivals
    _tell_the_planner()
    return tuple(month.month for month in missing)


def is_loaded(month: Month) -> bool:
    """Whether the records hold something of this month already."""
    return Contact.objects.filter(key__startswith=f"{month.key}-").exists()


def _shifted(progress: Progress, before: int, total: int, month: Month) -> Callable[[int], None]:
    """Tells how far a month is, as a part of all that is to be loaded."""
    return lambda done: progress(before + done, total, month.month)


def _load(month: Month, words: Words, tell: Callable[[int], None]) -> None:
    """Play and store a month in one transaction.

    What was played is stored aside while the next arrivals are played, never more than one batch
    behind.
    """
    with transaction.atomic(), _without_collector():
        one_at_a_time()
        if is_loaded(month):
            return
        bulk = BulkBook()
        with ThreadPoolExecutor(max_workers=1) as aside, connection.cursor() as cursor:
            stored = aside.submit(copy_context().run, _store, cursor, bulk.take())
            for number, _ in enumerate(_played(month, words, bulk), start=1):
                if number % ACTS_AT_ONCE == 0:
                    stored.result()
                    stored = aside.submit(copy_context().run, _store, cursor, bulk.take())
                    tell(number)
            stored.result()
            _store(cursor, bulk.take())
    tell(month.arrivals)


def _store(cursor: CursorWrapper, rows: Rows) -> None:
    """Copy rows, and have the database check their references now and not all at the end."""
    copy_rows(cursor, rows)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from looking for cycles among hundreds of thousands of rows that have none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _played(month: Month, words: Words, bulk: BulkBook) -> Iterator[Act]:
    """Play a month's arrivals into the book, one after the other."""
    rng = Random(month.seed)  # noqa: S311 - the same months everywhere, nothing secret
    scene = _scene(month, words, rng)
    player = Player(scene)
    for act in acts_of(month, words, scene.city, rng):
        with writing_in(bulk):
            if isinstance(act.what, Plan):
                player.case(act.what, act.key, act.at)
            else:
                player.call(act.what, act.key, month.calls.channel, act.at)
        yield act


def _scene(month: Month, words: Words, rng: Random) -> Scene:
    first, last = month.blocks[0].starts_on, month.published_on
    return Scene(
        city=city_on(first),
        crew=Crew(),
        wording=Wording(words, month.calls.channel, rng),
        clock=OfficeClock(calendar(), first, last + AFTERWARDS),
        end=datetime.combine(last, DONE_BY, CHINA),
        rng=rng,
    )


def one_at_a_time() -> None:
    """Two sites that start together load one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _tell_the_planner() -> None:
    """Let the database count so many new rows at once, and not when it gets round to it."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ANALYZE records_{table}")
