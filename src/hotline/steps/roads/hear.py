"""Hear: one message of another system is taken in exactly once, or kept with what is wrong of it.

The original is stored byte for byte in the very transaction in which it takes effect, under the
sender's own identity of it: what is sent again is known. What cannot be read is held for a person;
what speaks of a matter that has not come yet waits for it, so that the order of arrival decides
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import IntegrityError, transaction

from hotline.records.identity import new_id
from hotline.records.models import Case, Inbound, Road, Staff
from hotline.records.scope import everything
from hotline.records.sealing import digest, seal_bytes, unseal_bytes
from hotline.rules.arrivals import Unreadable
from hotline.rules.life import NotOpen
from hotline.rules.roads import KINDS, Incoming
from hotline.steps.moving import Refused, permit
from hotline.steps.roads.brake import SENDER, too_many
from hotline.steps.roads.effects import effect_of
from hotline.steps.roads.heard import NotYet
from hotline.steps.storing.book import LostRace, Writing, book

TAKEN, WAITING, HELD, RELEASED = "taken", "waiting", "held", "released"
KEY_LIMIT = 200
YEARS = range(1990, 2101)
Read = Callable[[bytes], Incoming]
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

log = structlog.get_logger("hotline.steps")


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a message: its original's row, and whether it was news."""

    inbound: Inbound
    is_new: bool

    @property
    def case(self) -> Case | None:
        """The case that it made or speaks of."""
        return self.inbound.case


@everything()
def hear(road: Road, raw: bytes, read: Read, *, at: datetime, key: str = "") -> Heard:
    """Read an original and let it take effect; `key` names one that cannot even be read.

    Never raises for what the sender wrote. Raises LostRace when the case it speaks of is being
    moved just now: the sender tries again.
    """
    try:
        incoming = _understood(road, raw, read)
    except Unreadable as reason:
        return _held(_row(road, raw, key or f"sm3:{digest(raw).hex()}", at), reason)
    known = known_as(road, incoming.key)
    if known is not None:
        return _again(known, road, raw, at)
    doubt = incoming.doubt or too_many(road, incoming, at)
    if doubt is not None:
        return _held(_row(road, raw, incoming.key, at, incoming), doubt)
    try:
        with transaction.atomic():
            heard = Heard(_taken(road, raw, incoming, at), is_new=True)
    except IntegrityError:
        known = known_as(road, incoming.key)
        if known is None:
            raise
        return _again(known, road, raw, at)
    except (Unreadable, Refused, NotOpen) as refusal:
        return _held(_row(road, raw, incoming.key, at, incoming), _reason(refusal))

    if incoming.kind == "new":
        _let_follow(road, incoming.about, read, at)
    return heard


def _let_follow(road: Road, about: str, read: Read, at: datetime) -> None:
    """What came before the matter that it speaks of takes effect now; what cannot is held on."""
    for kept in waiting_for(road, about):
        try:
            hear_again(kept, read, by=None, at=at)
        except (Refused, NotOpen, LostRace) as still:
            facts = {"state": HELD, "reason": "refused", "detail": str(still)[:500]}
            book().write(Writing(changes=[(kept, facts)]))


@everything()
def known_as(road: Road, key: str) -> Inbound | None:
    """The original that came by this road under this name."""
    return Inbound.objects.select_related("case", "contact").filter(road=road, key=key).first()


def _taken(road: Road, raw: bytes, incoming: Incoming, at: datetime) -> Inbound:
    """Store the original and what it does, together; what waits for it follows."""
    row = _row(road, raw, incoming.key, at, incoming)
    try:
        contact, case = effect_of(road, incoming.kind)(road, incoming, raw, at)
    except NotYet:  # said before anything is written
        row.state = WAITING
        row.reason, row.detail = "not_yet", "它说的那一件还没有收到，收到后会自动处理。"
        book().write(Writing(rows=[row]))
        return row
    row.contact, row.case, row.state = contact, case, TAKEN
    book().write(Writing(rows=[row]))
    return row


def _again(known: Inbound, road: Road, raw: bytes, at: datetime) -> Heard:
    """The same identity once more: the same bytes are the same message, others are held."""
    if bytes(known.digest) == digest(raw):
        return Heard(known, is_new=False)
    key = f"{known.key[:120]}#sm3:{digest(raw).hex()[:32]}"
    reason = Unreadable(
        "changed_content", "key", "编号已经收到过，但内容不同；请核对后更正，或作为新来件处理。"
    )
    return _held(_row(road, raw, key, at), reason)


def _held(row: Inbound, reason: Unreadable) -> Heard:
    """Keep an original with what is wrong of it; one that is kept already is known."""
    road, key = row.road, row.key
    known = known_as(road, key)
    if known is not None:
        return Heard(known, is_new=False)
    row.state, row.reason, row.detail = HELD, reason.code, reason.detail[:500]
    try:
        with transaction.atomic():
            book().write(Writing(rows=[row]))
    except IntegrityError:
        known = known_as(road, key)
        if known is None:
            raise
        return Heard(known, is_new=False)
    return Heard(row, is_new=True)


def _row(
    road: Road, raw: bytes, key: str, at: datetime, incoming: Incoming | None = None
) -> Inbound:
    row = new_id()
    told = incoming or Incoming(key=key, kind="", about="")
    return Inbound(
        id=row,
        road=road,
        channel=road.channel,
        key=key[:KEY_LIMIT],
        kind=told.kind,
        about=told.about[:KEY_LIMIT],
        revision=told.revision,
        raw_sealed=seal_bytes("inbound", "raw", row, raw),
        raw_size=len(raw),
        digest=digest(raw),
        facts={**told.facts, SENDER: told.sender} if told.sender else dict(told.facts),
        received_at=at,
    )


def raw_of(kept: Inbound) -> bytes:
    """The original exactly as it came."""
    return unseal_bytes("inbound", "raw", kept.pk, kept.raw_sealed)


@everything()
def hear_again(
    kept: Inbound,
    read: Read,
    *,
    by: Staff | None,
    at: datetime,
    others: Read | None = None,
) -> Inbound:
    """Try a held or waiting original once more; raises Refused with what is still wrong.

    `read` is the adapter's, or gives what a person typed anew; then `others` is the adapter's, for
    what waits for this one.
    """
    permit(by, "retry_quarantine")
    if kept.state not in (HELD, WAITING):
        raise Refused("state", "这件来件已经处理过，请刷新页面。")
    with transaction.atomic():
        incoming = _heard_again(kept, read, by, at)
    if incoming.kind == "new":
        _let_follow(kept.road, incoming.about, others or read, at)
    return kept


def _heard_again(kept: Inbound, read: Read, by: Staff | None, at: datetime) -> Incoming:
    held = Inbound.objects.select_for_update(of=("self",)).select_related("road").get(pk=kept.pk)
    if held.state not in (HELD, WAITING):
        raise LostRace("来件")
    try:
        incoming = _understood(held.road, raw_of(held), read)
        effect = effect_of(held.road, incoming.kind)
        contact, case = effect(held.road, incoming, raw_of(held), at)
    except Unreadable as still:
        raise Refused(still.field or "raw", still.detail) from still
    except NotYet as still:
        raise Refused("about", "它说的那一件还没有收到。") from still
    state = TAKEN if held.state == WAITING else RELEASED
    facts = {
        "state": state,
        "kind": incoming.kind,
        "about": incoming.about[:KEY_LIMIT],
        "contact": contact,
        "case": case,
        "settled_at": at,
        "settled_by": by,
    }
    book().write(Writing(changes=[(kept, facts)]))
    return incoming


@everything()
def waiting_for(road: Road, about: str) -> list[Inbound]:
    """The originals that waited for the matter of this number, the earliest first."""
    rows = Inbound.objects.filter(road=road, about=about, state=WAITING).select_related("road")
    return list(rows.order_by("revision", "pk"))


def _understood(road: Road, raw: bytes, read: Read) -> Incoming:
    """What the adapter reads, when it can be kept as it is; an adapter that fails holds up nothing
    but this one original."""
    try:
        incoming = read(raw)
        _need_sound(incoming)
    except Unreadable:
        raise
    except Exception as broken:
        # No traceback: an error may quote what a citizen wrote.
        log.error("adapter_failed", road=road.code, error=type(broken).__name__)
        detail = "程序读这件来件时出错，原件已保留；可更正后收下，并请告知维护人员。"
        raise Unreadable("adapter_failed", "", detail) from broken
    return incoming


def _need_sound(incoming: Incoming) -> None:
    """Refuse what the database could not keep, or what could mean nothing."""
    if not incoming.key or len(incoming.key) > KEY_LIMIT:
        raise Unreadable("missing_key", "key", f"来件没有编号，或编号超过 {KEY_LIMIT} 个字。")
    if incoming.kind not in KINDS:
        raise Unreadable("unknown_kind", "kind", "不认识来件的种类，请核对后更正。")
    told = [incoming.key, incoming.about, incoming.text, *incoming.facts, *incoming.facts.values()]
    if any(_UNSTORABLE.search(text) for text in told):
        raise Unreadable("nul_character", "key", "来件里有不能保存的字符，请删去后重试。")
    moments = [incoming.sent_at]
    if incoming.arrival is not None:
        moments += [incoming.arrival.arrived_at, incoming.arrival.external_due_at]
    if any(at is not None and (at.tzinfo is None or at.year not in YEARS) for at in moments):
        raise Unreadable("impossible_date", "arrived_at", "来件里的日期时间不对，请核对后更正。")


def _reason(refusal: Exception) -> Unreadable:
    if isinstance(refusal, Unreadable):
        return refusal
    field = refusal.field if isinstance(refusal, Refused) else "status"
    return Unreadable("refused", field, str(refusal))
