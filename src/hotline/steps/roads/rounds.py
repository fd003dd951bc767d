"""A matter that comes once more (重办、退回补正): the case goes on, is reopened, or is followed up.

Written down once, here and in docs/exchange.md: what is still open goes on, with what was said in
its journal; what was closed is reopened within the office's window for reopening; after that, and
when it was withdrawn or archived, a new case is registered for it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hotline.records.models import Case, Contact, Inbound, Road
from hotline.rules.arrivals import Arrival
from hotline.rules.life import Status
from hotline.rules.roads import KINDS, Incoming
from hotline.steps.moving import Refused
from hotline.steps.quarantine import channel_of
from hotline.steps.receive import receive
from hotline.steps.register import register
from hotline.steps.reopen import reopen
from hotline.steps.roads.heard import keep_files, matter, take_new, take_words
from hotline.steps.roads.owe import owed
from hotline.steps.roads.take_message import take_message_by_road
from hotline.steps.storing.book import Writing, book

ROUND = "round"
OVER = (Status.WITHDRAWN, Status.ARCHIVED)
AGAIN = "上级再次交办。"


def take_matter(
    road: Road, incoming: Incoming, raw: bytes, at: datetime
) -> tuple[Contact | None, Case | None]:
    """A matter for the first time, or in a further round."""
    if ROUND in incoming.facts and _is_known(road, incoming.about):
        return take_round(road, incoming, raw, at)
    return take_new(road, incoming, raw, at)


def take_round(
    road: Road, incoming: Incoming, raw: bytes, at: datetime
) -> tuple[Contact | None, Case | None]:
    """The unit is to do more about a matter that it had."""
    contact, case = matter(road, incoming)
    known = known_round(case, road)
    if round_of(incoming) < known or (incoming.kind == "new" and round_of(incoming) == known):
        return take_words(road, incoming, raw, at)  # late: a newer round is here already
    if case.status == Status.CLOSED and _reopened(case, incoming, at):
        _keep(road, case, contact, incoming, at)
        return contact, case
    if case.status == Status.CLOSED or case.status in OVER:
        return _followed_up(road, incoming, contact, raw, at)
    take_message_by_road(case, road, kind=incoming.kind, text=_reason(incoming), at=at)
    _keep(road, case, contact, incoming, at)
    return contact, case


def round_of(incoming: Incoming) -> int:
    """The round that a message speaks of; 1 where its adapter knows none."""
    return int(incoming.facts.get(ROUND, "1"))


def known_round(case: Case, road: Road, until: datetime | None = None) -> int:
    """The newest round of a case that came by the road, up to a moment."""
    came = Inbound.objects.filter(case=case, road=road, kind="new")
    if until is not None:
        came = came.filter(received_at__lte=until)
    rounds = (int(facts.get(ROUND, "1")) for facts in came.values_list("facts", flat=True))
    return max(rounds, default=1)


def _is_known(road: Road, about: str) -> bool:
    return Contact.objects.filter(road=road, external_number=about, case__isnull=False).exists()


def _reopened(case: Case, incoming: Incoming, at: datetime) -> bool:
    """Reopen within the window; outside of it the case stays closed."""
    try:
        with transaction.atomic():
            reopen(case, reason=_reason(incoming), by=None, at=at)
    except Refused:
        return False
    return True


def _reason(incoming: Incoming) -> str:
    return incoming.text.strip() or f"{KINDS[incoming.kind]}：{AGAIN}"


def _keep(road: Road, case: Case, contact: Contact, incoming: Incoming, at: datetime) -> None:
    """What came with the round; a further round may set a new end, and is acknowledged."""
    keep_files(case, contact, incoming, at)
    due = incoming.arrival.external_due_at if incoming.arrival is not None else None
    if due is not None and due != contact.external_due_at:
        book().write(Writing(changes=[(contact, {"external_due_at": due})]))
    if incoming.kind == "new" and road.answers:
        row = owed(case, road, "received", at=at, contact=contact)
        row.journal_seq = case.version
        book().write(Writing(rows=[row]))


def _followed_up(
    road: Road, incoming: Incoming, before: Contact, raw: bytes, at: datetime
) -> tuple[Contact | None, Case | None]:
    """A new case for the same matter, of the same citizen."""
    old = before.case
    if old is None:
        return before, None
    text = f"{_reason(incoming)}\n\n原工单 {old.number}：\n{old.text}"
    arrival = incoming.arrival or Arrival("", "", text, at, external_number=incoming.about)
    again = Arrival(
        channel=before.channel.code,
        key=f"{before.key[:150]}#{incoming.key[-45:]}",
        text=text[:100_000],
        arrived_at=arrival.arrived_at,
        external_number=incoming.about,
        external_due_at=arrival.external_due_at,
        title=old.title,
        place=old.place,
    )
    channel = channel_of(before.channel, again)
    contact = receive(again, channel=channel, by=None, at=at, raw=raw, road=road).contact
    book().write(Writing(changes=[(contact, {"citizen": before.citizen})]))
    case = register(contact, by=None, at=at, place=again.place, kind=old.kind, topic=None)
    _keep(road, case, contact, incoming, at)
    return contact, case
