"""File: what a citizen wrote on the site becomes a case, once, with a receipt and a secret code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hotline.records.models import Case, Channel, CitizenAccount, Contact, Kind
from hotline.records.queries.open_alike import JOINABLE, UNTOLD
from hotline.records.queries.reference import channels
from hotline.records.scope import everything
from hotline.rules.arrivals import Arrival
from hotline.rules.life import NotOpen
from hotline.steps.attach import Origin, attach
from hotline.steps.filing.codes import code_of, digest_of
from hotline.steps.filing.holding import let_all_go, taken_pictures
from hotline.steps.guarding.mark_confidential import mark_confidential
from hotline.steps.intake import Facts, take_in
from hotline.steps.joining.join import join
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace, Writing, book

CHANNEL = "web"
SAME = "诉求人在网站上选择与该件相同。"
CONFIDENTIAL = "诉求人要求不向承办单位透露姓名和电话。"
NO_CHANNEL = "本市暂未开通网上反映，请拨打 12345。"


@dataclass(frozen=True, slots=True)
class Filing:
    """What a citizen filled in; `key` is the form's own, `like` the matter that is the same."""

    key: str
    text: str
    place: str
    raw: bytes
    kind: Kind | None = None
    name: str = ""
    phone: str = ""
    confidential: bool = False
    wants_sms: bool = False
    like: UUID | None = None
    account: CitizenAccount | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """The case with its contact and the secret code; `is_new` is false for a form sent again."""

    case: Case
    contact: Contact
    code: str
    is_new: bool


def file(filing: Filing, *, at: datetime) -> Filed:
    """Take it in with its pictures, all or nothing; the same form again gives the same receipt."""
    with everything(), transaction.atomic():
        main = _main_of(filing)
        arrival, facts = _arrival(filing, at), _facts(filing, main)
        taken = take_in(arrival, facts, channel=_channel(), by=None, at=at, raw=filing.raw)
        contact = Contact.objects.get(channel=taken.case.channel_id, key=filing.key)
        filed = Filed(taken.case, contact, code_of(filing.key), taken.is_new)
        if taken.is_new:
            _add(filed, filing, at)
    if filed.is_new and main is not None and not filing.confidential:
        _join(filed.case, main, at)
    return filed


def filed_with(key: str) -> Filed | None:
    """What the form with this key became; None while it was not sent."""
    with everything():
        rows = Contact.objects.filter(channel__code=CHANNEL, key=key, case__isnull=False)
        contact = rows.select_related("case").first()
        if contact is None or contact.case is None or contact.code_digest is None:
            return None
        return Filed(contact.case, contact, code_of(key), is_new=False)


def is_open() -> bool:
    """Whether the city takes requests on its site."""
    return CHANNEL in channels()


def _channel() -> Channel:
    found = channels().get(CHANNEL)
    if found is None:
        raise Refused("channel", NO_CHANNEL)
    return found


def _arrival(filing: Filing, at: datetime) -> Arrival:
    return Arrival(
        channel=CHANNEL,
        key=filing.key,
        text=filing.text,
        arrived_at=at,
        sender_name=filing.name,
        sender_phone=filing.phone,
        place=filing.place,
    )


def _facts(filing: Filing, main: Case | None) -> Facts:
    """What is known of it; the same matter is of the same kind and topic."""
    if main is None or filing.confidential:
        return Facts(kind=filing.kind, accept=False)
    return Facts(kind=main.kind, topic=main.topic, accept=False)


def _main_of(filing: Filing) -> Case | None:
    """The case that is the same matter, if it still can be joined and may be known to exist."""
    if filing.like is None:
        return None
    found = Case.objects.filter(pk=filing.like, confidential=False, accused=[])
    found = found.filter(status__in=JOINABLE, kind__isnull=False, topic__isnull=False)
    return found.exclude(kind__code__in=UNTOLD).select_related("kind", "topic__tree").first()


def _add(filed: Filed, filing: Filing, at: datetime) -> None:
    """What hangs on a new case: its code, its citizen's account, its pictures, its wish."""
    facts = {"code_digest": digest_of(filed.contact, filed.code), "account": filing.account}
    sms = bool(filing.wants_sms and filing.phone)
    jobs = [("send_filing_receipt", {"contact": str(filed.contact.pk)})] if sms else []
    book().write(Writing(changes=[(filed.contact, facts)], jobs=jobs))
    pictures = taken_pictures(filing.key)
    if pictures:
        origin = Origin(belongs_to="arrival", contact=filed.contact)
        attach(filed.case, pictures, origin=origin, by=None, at=at)
        let_all_go(filing.key)
    if filing.confidential:
        mark_confidential(filed.case, reason=CONFIDENTIAL, by=None, at=at)


def _join(case: Case, main: Case, at: datetime) -> None:
    """Handle both as one; where that is no longer possible, the case goes its own way."""
    try:
        with everything():
            join(case, main=main, by=None, at=at, reason=SAME)
    except (Refused, NotOpen, LostRace):
        return
