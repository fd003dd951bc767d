"""Read arrivals: every reader gets the cases that are new to it, each at its own pace.

A reader keeps what it found in tables of its own and changes no case. Each has its mark, so one
that fails or is switched off holds up no other, and reads on from where it stood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib import import_module

import structlog
from django.db import transaction

from hotline.records.models import Case, ReaderMark
from hotline.records.queries.arrivals_read import READ_BACK, newly_registered, setting_of
from hotline.records.scope import everything

log = structlog.get_logger("hotline.reading")

# What reads one batch and says how much it found.
Reader = Callable[[Sequence[Case], datetime], int]
# The engine that is asked whether it is on, and the function that reads.
READERS = {
    "classify": "hotline.steps.guessing.read_guesses:read",
    "attention": "hotline.steps.guessing.read_guesses:read_attention",
    "places": "hotline.steps.reading.find_places:read",
    "same": "hotline.steps.joining.find_same:read",
    "issues": "hotline.steps.issues.read_issues:read",
}
MOST_AT_ONCE = 200
# How far back a reader begins that has read nothing yet, where that is not the usual.
BEGINS = dict.fromkeys(("places", "issues"), timedelta(weeks=9))


@everything()
def read_arrivals(*, at: datetime, most: int = MOST_AT_ONCE) -> dict[str, int]:
    """Let every reader that is on read what is new; says by reader how much was found."""
    return {name: read_on(name, at=at, most=most) for name in READERS if setting_of(name).is_on}


@everything()
def read_on(name: str, *, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """Let one reader read its next cases, and move its mark with what it kept."""
    mark = ReaderMark.objects.filter(pk=name).first() or ReaderMark(reader=name)
    cases = newly_registered(at, mark.read_until, most, BEGINS.get(name, READ_BACK))
    if not cases:
        return 0
    try:
        with transaction.atomic():
            found = reader(name)(cases, at)
            mark.read_until = cases[-1].pk
            mark.read_from = mark.read_from or cases[0].pk
            mark.save()
    except Exception as error:
        # One engine's fault must not stop the others; its own words may quote a citizen.
        log.error("reader_failed", reader=name, error=type(error).__name__)
        return 0
    return found


def reader(name: str) -> Reader:
    """The function that reads for an engine."""
    module, function = READERS[name].split(":")
    read: Reader = getattr(import_module(module), function)
    return read
