"""Read back: the engines read the older cases too, where somebody wants that (往回读).

From the newest to the oldest, a portion a minute, each reader as far as that is of use to it. Its
mark says what was read, so it goes on where it stood, also after a stop, and reads nothing twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from hotline.records.models import EngineEntry, ReaderMark, Staff
from hotline.records.queries.arrivals_read import registered_before, setting_of
from hotline.records.scope import everything
from hotline.rules.thresholds import day_of
from hotline.steps.moving import Refused, permit
from hotline.steps.reading.read_arrivals import reader
from hotline.steps.storing.book import Writing, book, together

log = structlog.get_logger("hotline.reading")

# Who reads back, and how far that is of use: a guess or an alarm is of none for what is closed. The
# places come first, for the others compare by them.
FARTHEST = {
    "places": timedelta(days=366),
    "same": timedelta(days=60),
    "issues": timedelta(weeks=10),
}
# New arrivals wait no longer than a portion takes.
PORTION = 100
ENGINE = "read_back"


@everything()
def want_back(*, since: datetime, by: Staff | None, at: datetime) -> None:
    """Have the readers read back to a day, each as far as that is of use."""
    permit(by, "manage_engines")
    if since >= at:
        raise Refused("since", "请填写今天以前的日期，例如一年前的今天。")
    with together():
        for name, farthest in FARTHEST.items():
            mark = _mark(name)
            mark.back_to = max(since, at - farthest)
            mark.save()
        _entered({"since": str(day_of(since))}, by, at)


@everything()
def stop_back(*, by: Staff | None, at: datetime) -> None:
    """Stop; what was read stays, and reading back can go on from there."""
    permit(by, "manage_engines")
    with together():
        if ReaderMark.objects.filter(back_to__isnull=False).update(back_to=None):
            _entered({"since": ""}, by, at)


@everything()
def read_back(*, at: datetime, most: int = PORTION) -> dict[str, int]:
    """Let each reader that is wanted and on read a portion; says how many cases each read."""
    wanted = set(ReaderMark.objects.filter(back_to__isnull=False).values_list("reader", flat=True))
    names = [name for name in FARTHEST if name in wanted and setting_of(name).is_on]
    return {name: _portion(name, at, most) for name in names}


def _portion(name: str, at: datetime, most: int) -> int:
    try:
        with transaction.atomic():
            mark = ReaderMark.objects.select_for_update().get(pk=name)
            if mark.back_to is None:
                return 0  # stopped meanwhile
            cases = registered_before(mark.read_from, mark.back_to, most)
            if not cases:
                mark.back_to = None
                mark.save()
                return 0
            reader(name)(cases[::-1], at)
            mark.read_from, mark.back_at = cases[-1].pk, cases[-1].registered_at
            mark.read_until = mark.read_until or cases[0].pk
            mark.save()
    except Exception as error:
        # As with arrivals: one engine's fault stops no other, and its words may quote a citizen.
        log.error("reader_failed", reader=name, error=type(error).__name__)
        return 0
    return len(cases)


def _mark(name: str) -> ReaderMark:
    """The reader's mark, held; a new one where it has read nothing yet."""
    found = ReaderMark.objects.select_for_update().filter(pk=name).first()
    return found or ReaderMark(reader=name)


def _entered(after: dict[str, str], by: Staff | None, at: datetime) -> None:
    entry = EngineEntry(engine=ENGINE, verb="read_back", after=after, by=by, at=at)
    book().write(Writing(rows=[entry]))
