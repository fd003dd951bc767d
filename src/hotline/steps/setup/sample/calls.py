"""Today's calls of the sample: some talks of the last hours, so that the workstation has a day.

They are played through the real steps by the sample's call-taker, counted back from the loading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from hotline.records.models import Call, Channel, Staff
from hotline.records.queries.calls import telephone_channel
from hotline.steps.calling.abandon import abandon
from hotline.steps.calling.call_moving import TAKES_CALLS
from hotline.steps.calling.hang_up import hang_up
from hotline.steps.calling.pick_up import pick_up
from hotline.steps.calling.ring import ring
from hotline.steps.calling.transfer import transfer
from hotline.steps.calling.wrap_up import wrap_up
from hotline.steps.setup.sample.people import People
from hotline.steps.setup.sample.staff import Crew

SEED = 12345
BETWEEN = timedelta(minutes=14)
RINGS, WRITES = timedelta(seconds=6), timedelta(seconds=25)
MISSED = "missed"
EMERGENCY = "110"
# What became of each call, the earliest first, and for how many seconds they talked.
CALLS = (
    ("question_answered", 131),
    ("silent", 9),
    ("question_answered", 204),
    ("transferred", 58),
    (MISSED, 0),
    ("question_answered", 96),
    ("invalid", 21),
    ("question_answered", 178),
)


@dataclass(frozen=True, slots=True)
class _Talk:
    """One call to be played."""

    outcome: str
    lasting: timedelta
    phone: str
    at: datetime


def load_calls(*, at: datetime) -> int:
    """Play the calls that lead up to `at`, once and all together; says how many."""
    taker, channel = Crew().office(TAKES_CALLS), telephone_channel()
    if taker is None or not taker.is_sample or channel is None or Call.objects.exists():
        return 0
    people = People(Random(SEED))  # noqa: S311 - the same calls everywhere, nothing secret
    with transaction.atomic():
        for place, (outcome, seconds) in enumerate(CALLS):
            begins = at - BETWEEN * (len(CALLS) - place)
            phone = people.somebody().phone
            _play(_Talk(outcome, timedelta(seconds=seconds), phone, begins), taker, channel)
    return len(CALLS)


def _play(talk: _Talk, taker: Staff, channel: Channel) -> None:
    call = ring(talk.phone, agent=taker, by=None, at=talk.at, line="12345")
    answered = talk.at + RINGS
    if talk.outcome == MISSED:
        abandon(call, by=None, at=answered)
        return
    pick_up(call, by=taker, at=answered)
    ended = answered + talk.lasting
    if talk.outcome == "transferred":
        transfer(call, third=EMERGENCY, by=taker, at=ended)
    else:
        hang_up(call, by=taker, at=ended)
    wrap_up(call, outcome=talk.outcome, channel=channel, by=taker, at=ended + WRITES)
