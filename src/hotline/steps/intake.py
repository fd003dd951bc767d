"""Intake: what one form or one program hands in at once, from arrival to accepted case.

Receive, register and then accept or answer, all or nothing. A repeated key gives the case that
the first one made and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import IntegrityError

from hotline.records.models import Call, Campaign, Case, Channel, Kind, Road, Staff, Topic
from hotline.records.scope import everything
from hotline.rules.arrivals import Arrival
from hotline.steps.accept import accept
from hotline.steps.answer import answer
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.storing.batch import at_once


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the matter besides the arrival itself."""

    kind: Kind | None = None
    topic: Topic | None = None
    campaign: Campaign | None = None
    urgency: str = "ordinary"
    form_of_address: str = ""
    answer: str = ""
    accept: bool = True
    call: Call | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The case, and whether this call made it."""

    case: Case
    is_new: bool


@everything()
def take_in(
    arrival: Arrival,
    facts: Facts,
    *,
    channel: Channel,
    by: Staff | None,
    at: datetime,
    raw: bytes | None = None,
    road: Road | None = None,
) -> TakenIn:
    """Receive and register; with an `answer` close it at once, else accept it if asked to."""
    again = partial(_taken_in, arrival, facts, channel=channel, by=by, at=at, raw=raw, road=road)
    try:
        return again()
    except IntegrityError:  # another process took the same key in meanwhile: now it is found
        return again()


def _taken_in(
    arrival: Arrival,
    facts: Facts,
    *,
    channel: Channel,
    by: Staff | None,
    at: datetime,
    raw: bytes | None,
    road: Road | None,
) -> TakenIn:
    with at_once():
        received = receive(
            arrival,
            channel=channel,
            by=by,
            at=at,
            raw=raw,
            campaign=facts.campaign,
            form_of_address=facts.form_of_address,
            call=facts.call,
            road=road,
        )
        if received.contact.case is not None:
            return TakenIn(received.contact.case, is_new=False)
        case = register(
            received.contact,
            by=by,
            at=at,
            place=arrival.place,
            kind=facts.kind,
            topic=facts.topic,
            campaign=facts.campaign,
            urgency=facts.urgency,
        )
        if facts.answer.strip():
            answer(case, text=facts.answer, by=by, at=at)
        elif facts.accept:
            accept(case, by=by, at=at)
    return TakenIn(case, is_new=True)
