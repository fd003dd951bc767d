"""Receive: one arrival on any channel becomes one contact, exactly once.

The idempotency key is the channel's own: the sender's number, a message's identity, a form's key.
The same key with the same content is the same contact; with other content it is refused, because
an arrival is never overwritten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from hotline.records.identity import new_id
from hotline.records.models import Call, Campaign, Channel, Citizen, Contact, Road, Staff
from hotline.records.sealing import blind_index, digest, seal, seal_bytes, tail_index, unseal
from hotline.rules.arrivals import CLOCK_TOLERANCE, KEY_LIMIT, LIMITS, Arrival
from hotline.rules.column_mapping import FIELD_NAMES
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

FORM_OF_ADDRESS_LENGTH = 10
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Received:
    """The contact, and whether this arrival made it (False: it had come before)."""

    contact: Contact
    is_new: bool


def receive(
    arrival: Arrival,
    *,
    channel: Channel,
    by: Staff | None,
    at: datetime,
    raw: bytes | None = None,
    campaign: Campaign | None = None,
    form_of_address: str = "",
    call: Call | None = None,
    road: Road | None = None,
    return_to: Mapping[str, str] | None = None,
) -> Received:
    """Store an arrival with its sender sealed; `raw` is the original kept byte for byte.

    `road` is the connection that it came by; `return_to` what its adapter needs to answer there.
    """
    permit(by, "receive")
    _check(arrival, at, form_of_address)
    known = book().contact_of(channel, arrival.key)
    if known is not None:
        return _repeated(known, arrival, by)
    contact = _contact(arrival, channel, by, at, raw)
    contact.campaign = campaign
    contact.call = call
    contact.road = road
    contact.return_sealed = _sealed_return(contact, return_to)
    citizen = citizen_for(arrival, at, form_of_address)
    contact.citizen = citizen
    rows = [citizen, contact] if citizen is not None and citizen._state.adding else [contact]
    try:
        book().write(Writing(rows=list(rows)))
    except IntegrityError:
        known = book().contact_of(channel, arrival.key)
        if known is None:
            raise
        return _repeated(known, arrival, by)
    return Received(contact, is_new=True)


def _check(arrival: Arrival, at: datetime, form_of_address: str) -> None:
    """Refuse what the database could not keep as it came, whichever channel hands it in."""
    if not arrival.key or len(arrival.key) > KEY_LIMIT or _UNSTORABLE.search(arrival.key):
        raise Refused("key", f"请给每件来件 1 至 {KEY_LIMIT} 个字的编号，用来判断是否重复。")
    for field, limit in LIMITS.items():
        value, name = getattr(arrival, field), FIELD_NAMES[field]
        if len(value) > limit:
            raise Refused(field, f"“{name}”超过 {limit} 个字，请缩短。")
        if _UNSTORABLE.search(value):
            raise Refused(field, f"“{name}”里有不能保存的字符，请删去后再报。")
    if len(form_of_address) > FORM_OF_ADDRESS_LENGTH:
        raise Refused("form_of_address", f"称谓超过 {FORM_OF_ADDRESS_LENGTH} 个字，请缩短。")
    if arrival.arrived_at.tzinfo is None or arrival.arrived_at > at + CLOCK_TOLERANCE:
        raise Refused("arrived_at", "来件时间没有时区或晚于现在，请核对。")


def citizen_for(arrival: Arrival, at: datetime, form_of_address: str) -> Citizen | None:
    """The citizen behind an arrival: known by phone and name, or new, or None for an anonymous one.

    A second name on the same phone is a second person; without a name it is the first.
    """
    index = blind_index(arrival.sender_phone)
    for known in book().citizens_of(index) if index is not None else ():
        if not arrival.sender_name or _name_of(known) == arrival.sender_name:
            return known
    if not (arrival.sender_phone or arrival.sender_name or arrival.sender_account):
        return None
    row = new_id()
    return Citizen(
        id=row,
        name_sealed=seal("citizen", "name", row, arrival.sender_name),
        phone_sealed=seal("citizen", "phone", row, arrival.sender_phone),
        phone_index=index,
        phone_tail_index=tail_index(arrival.sender_phone) if index is not None else None,
        form_of_address=form_of_address,
        account=arrival.sender_account,
        created_at=at,
    )


def _name_of(citizen: Citizen) -> str:
    return unseal("citizen", "name", citizen.pk, citizen.name_sealed)


def content_digest(arrival: Arrival) -> bytes:
    """What makes two arrivals with one key the same arrival: SM3 over title, text and number."""
    content = [arrival.title, arrival.text, arrival.external_number, arrival.board]
    return digest(json.dumps(content, ensure_ascii=False).encode())


def _contact(
    arrival: Arrival, channel: Channel, by: Staff | None, at: datetime, raw: bytes | None
) -> Contact:
    row = new_id()
    return Contact(
        id=row,
        channel=channel,
        key=arrival.key,
        digest=content_digest(arrival),
        arrived_at=arrival.arrived_at,
        received_at=at,
        received_by=by,
        external_number=arrival.external_number,
        external_due_at=arrival.external_due_at,
        board=arrival.board,
        title=arrival.title,
        text=arrival.text,
        raw_sealed=seal_bytes("contact", "raw", row, raw) if raw is not None else None,
    )


def _sealed_return(contact: Contact, return_to: Mapping[str, str] | None) -> bytes | None:
    if not return_to:
        return None
    body = json.dumps(dict(return_to), ensure_ascii=False)
    return seal("contact", "return", contact.pk, body)


def return_of(contact: Contact) -> dict[str, str]:
    """What the adapter of a contact's road needs to answer it; empty where it said nothing."""
    body = unseal("contact", "return", contact.pk, contact.return_sealed)
    found: dict[str, str] = json.loads(body) if body else {}
    return found


def _repeated(known: Contact, arrival: Arrival, by: Staff | None) -> Received:
    other = bytes(known.digest) != content_digest(arrival) or _is_of_another(known, arrival)
    if other or _is_kept_from(known, by):
        raise Refused("key", f"编号“{arrival.key}”已经收到过，但内容不同；请核对后用新的编号再报。")
    return Received(known, is_new=False)


def _is_kept_from(known: Contact, by: Staff | None) -> bool:
    """Whether this became a confidential case that `by` neither took in nor may see.

    Who guesses its key, words and phone would otherwise be told that the guess is right.
    """
    if by is None or known.case is None or not known.case.confidential:
        return False
    return known.received_by_id != by.pk and not by.may("see_confidential")


def _is_of_another(known: Contact, arrival: Arrival) -> bool:
    """Whether the same words came from another phone: a second citizen, not a repetition."""
    before = known.citizen.phone_index if known.citizen is not None else None
    return (bytes(before) if before else None) != blind_index(arrival.sender_phone)
