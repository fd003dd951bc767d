"""What each kind of message does to our cases: by kind, one function.

Of a road from above the messages speak of a matter by the sender's number. What comes once more is
in `rounds.py`, what comes from a unit that is another installation in `from_below.py`; `effects.py`
lists them all.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from hotline.records.models import Case, Contact, Road, Topic
from hotline.records.queries.reference import topics
from hotline.rules.arrivals import Arrival, Unreadable
from hotline.rules.dated import holds_on
from hotline.rules.life import Status
from hotline.rules.roads import Incoming
from hotline.rules.workdays import CHINA
from hotline.steps.attach import Given, Origin, attach
from hotline.steps.quarantine import channel_of
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.roads.amend import amend_by_road
from hotline.steps.roads.owe import owed
from hotline.steps.roads.take_message import take_message_by_road
from hotline.steps.roads.texts import answered_by_text
from hotline.steps.storing.batch import at_once
from hotline.steps.storing.book import Writing, book
from hotline.steps.waiting.resume import resume

Effect = Callable[[Road, Incoming, bytes, datetime], tuple[Contact | None, Case | None]]


class NotYet(Exception):
    """The message speaks of a matter that has not come yet."""


def take_new(
    road: Road, incoming: Incoming, raw: bytes, at: datetime
) -> tuple[Contact | None, Case | None]:
    """A matter: received, registered, its files attached, and its arrival acknowledged."""
    arrival = _arrival(incoming)
    if road.channel is None:
        raise Unreadable("no_channel", "channel", "这条线路没有对应的来件渠道，请先在线路里设置。")
    with at_once():
        received = receive(
            arrival,
            channel=channel_of(road.channel, arrival),
            by=None,
            at=at,
            raw=raw,
            road=road,
            return_to=incoming.return_to,
        )
        contact = received.contact
        if not received.is_new:
            return contact, contact.case
        if incoming.revision:
            book().write(Writing(changes=[(contact, {"revision": incoming.revision})]))
        topic = _topic(arrival)
        case = register(contact, by=None, at=at, place=arrival.place, topic=topic)
        if road.answers:
            book().write(Writing(rows=[owed(case, road, "received", at=at, contact=contact)]))
    keep_files(case, contact, incoming, at)
    return contact, case


def take_correction(
    road: Road, incoming: Incoming, raw: bytes, at: datetime
) -> tuple[Contact | None, Case | None]:
    """The sender changed its text: the newest version holds, an older one is kept as late."""
    contact, case = matter(road, incoming)
    amend_by_road(case, contact, _arrival(incoming), revision=incoming.revision, at=at)
    keep_files(case, contact, incoming, at)
    return contact, case


def take_words(
    road: Road, incoming: Incoming, raw: bytes, at: datetime
) -> tuple[Contact | None, Case | None]:
    """A question, an answer, an urging, a recall: noted in the case's journal for its handlers.

    The answer that a unit waits for has it go on.
    """
    contact, case = matter(road, incoming)
    waits = incoming.kind == "answer" and case.status == Status.AWAITING_CITIZEN
    take_message_by_road(case, road, kind=incoming.kind, text=incoming.text, at=at)
    if waits:
        resume(case, by=None, at=at, note="补充的情况已经收到，见来文。")
    keep_files(case, contact, incoming, at)
    return contact, case


def matter(road: Road, incoming: Incoming) -> tuple[Contact, Case]:
    """The arrival and case that a message speaks of, the newest of that number; raises NotYet."""
    found = Contact.objects.filter(road=road, external_number=incoming.about)
    contact = found.select_related("case", "channel", "citizen").order_by("-pk").first()
    if contact is None or contact.case is None:
        raise NotYet
    return contact, contact.case


def keep_files(case: Case, contact: Contact | None, incoming: Incoming, at: datetime) -> None:
    """Attach what came with it; a file that is refused stays in the original."""
    attach_files(case, Origin("arrival", contact), incoming, at)


def attach_files(case: Case, origin: Origin, incoming: Incoming, at: datetime) -> None:
    """Attach the files of a message as what they belong to."""
    if incoming.files:
        given = [Given(each.name, BytesIO(each.content)) for each in incoming.files[:20]]
        attach(case, given, origin=origin, by=None, at=at)


def _topic(arrival: Arrival) -> Topic | None:
    """The topic that the sender names by its code, where it is in use on that day."""
    day = arrival.arrived_at.astimezone(CHINA).date()
    named = (row for row in topics().values() if row.code == arrival.topic)
    return next((row for row in named if holds_on(row.tree, day)), None) if arrival.topic else None


def _arrival(incoming: Incoming) -> Arrival:
    if incoming.arrival is None:
        raise Unreadable("missing_text", "text", "来件没有诉求内容。请核对后重试。")
    return incoming.arrival


def take_said(
    road: Road, incoming: Incoming, raw: bytes, at: datetime
) -> tuple[Contact | None, Case | None]:
    """Words from a telephone: the answer to what was asked last, or else a matter of their own."""
    case = answered_by_text(road, incoming, at)
    return (None, case) if case is not None else take_new(road, incoming, raw, at)
