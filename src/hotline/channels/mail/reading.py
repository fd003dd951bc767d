"""A letter as it came becomes a message for the office: whose, about what, what kind of thing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from django.utils import timezone

from hotline.channels.mail.bounces import bounce_of
from hotline.channels.mail.box import Box
from hotline.channels.mail.judging import suspicion_of_spam, written_by_program
from hotline.channels.mail.phones import phone_said
from hotline.channels.mail.results import Resolve, results_of, verified
from hotline.channels.mail.threads import bare_subject, case_answered
from hotline.documents.letters.headers import (
    addresses,
    header,
    identities,
    raw_header,
    raw_headers,
)
from hotline.documents.letters.letter import Letter, open_letter
from hotline.documents.letters.quoted import Said, taken_apart
from hotline.documents.raw_records import UnreadableFile
from hotline.records.models import Case, Contact
from hotline.records.sealing import digest, keyed_digest
from hotline.rules.arrivals import LIMITS, Arrival, Unreadable
from hotline.rules.roads import Incoming, IncomingFile
from hotline.rules.workdays import CHINA
from hotline.steps.receive import return_of

_UNSHOWN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
MOST_REFERENCES = 20
CUT = "\n（来信太长，其余见来件原件。）"
LOOKED_AT_FOR_PHONES = 20_000
# The address as our own server was told it, before what the writer says.
RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")


def read_letter(box: Box, raw: bytes, resolve: Resolve) -> Incoming:
    """What a letter means; raises Unreadable with the sentence for a person."""
    try:
        letter = open_letter(raw)
    except UnreadableFile as error:
        raise Unreadable("broken", "", str(error)) from error
    key = _key(letter.head, raw)
    program = written_by_program(letter.head, box)
    if program:
        return _of_program(letter.head, box, key, program)
    return _of_person(letter, box, key, _facts(letter, box, raw, resolve))


def _key(head: Message, raw: bytes) -> str:
    """The letter's own identity and its bytes: both hidden, for a writer's computer is in them."""
    name = raw_header(head, "Message-ID")
    return f"mail:{digest(name).hex()[:32]}:{digest(raw).hex()[:32]}"


def _of_program(head: Message, box: Box, key: str, program: str) -> Incoming:
    """What no person wrote: a letter of ours that came back, or something to be kept aside."""
    facts = {"program": program}
    if program in ("report", "daemon"):
        bounce = bounce_of(head, box.domain)
        if bounce is not None and bounce.is_final:
            return Incoming(key, "bounced", bounce.about, text=bounce.reason, facts=facts)
    return Incoming(key, "aside", "", facts=facts)


def _of_person(letter: Letter, box: Box, key: str, facts: dict[str, str]) -> Incoming:
    """A letter: on a case that is here, or a new matter."""
    head, said = letter.head, taken_apart(letter.text)
    name, address = next(iter(addresses(head, "From")), ("", ""))
    return_to = _return_to(head, name, address)
    case = case_answered(head, box)
    text = _further(said, case, box, address) if case else _whole(letter, said)
    if not text and not letter.files:
        raise Unreadable("missing_text", "text", "来信是空的：没有文字，也没有附件。")
    text = text or bare_subject(header(head, "Subject")) or "（信中没有文字，见附件。）"
    return Incoming(
        key=key,
        kind="more" if case else "new",
        about=str(case.pk) if case else key,
        arrival=None if case else _arrival(head, box, key, text, name),
        text=text,
        sent_at=_moment(raw_header(head, "Date")),
        files=tuple(IncomingFile(each.name, each.content) for each in letter.files),
        return_to=return_to,
        facts=facts,
        doubt=suspicion_of_spam(head, text, box),
        sender=keyed_digest(address).hex()[:32] if address else "",
    )


def _arrival(head: Message, box: Box, key: str, text: str, name: str) -> Arrival:
    return Arrival(
        channel=box.road.code,
        key=key,
        text=text,
        arrived_at=_arrived_at(head),
        title=shown(bare_subject(header(head, "Subject")))[: LIMITS["title"]],
        board=_board(head, box),
        sender_name=shown(name)[: LIMITS["sender_name"]],
        sender_phone=phone_said(text[:LOOKED_AT_FOR_PHONES]),
    )


def _board(head: Message, box: Box) -> str:
    """The board of the first address of ours that the letter went to."""
    boards = box.boards
    found = (boards[address] for _, address in addresses(head, *RECIPIENTS) if address in boards)
    return next(found, "")


def _whole(letter: Letter, said: Said) -> str:
    """A new matter's text: what is new, and apart from it what is quoted and who signs."""
    pieces = [said.new]
    if said.quoted:
        pieces.append(f"【引用的原文】\n{said.quoted}" if said.new else said.quoted)
    pieces += [f"【转发的邮件】\n{inner}" for inner in letter.inner]
    if said.signature:
        pieces.append(f"【签名】\n{said.signature}")
    return _cut(shown("\n\n".join(filter(None, pieces))))


def _further(said: Said, case: Case, box: Box, address: str) -> str:
    """What is said on a case that is here, without what it quotes of our own letter."""
    text = said.new or said.quoted
    first = Contact.objects.filter(case=case, road=box.road).order_by("pk").first()
    known = return_of(first).get("address", "") if first is not None else ""
    if text and known and known != address:
        text = f"（发信地址与原来信不同，请核对是否本人。）\n{text}"
    return _cut(shown(text))


def _cut(text: str) -> str:
    most = LIMITS["text"]
    return text if len(text) <= most else text[: most - len(CUT)] + CUT


def _return_to(head: Message, name: str, address: str) -> dict[str, str]:
    """How the letter is answered: to whom, and as an answer to what."""
    where = next((each for _, each in addresses(head, "Reply-To") if each), address)
    if not where:
        return {}
    thread = [*identities(head, "References"), *identities(head, "Message-ID")]
    plain = [each for each in thread if each.isascii() and each.isprintable()]
    return {
        "address": where,
        "name": shown(name)[:60],
        "subject": shown(bare_subject(header(head, "Subject")))[:100],
        "message_id": next(iter(identities(head, "Message-ID")), ""),
        "references": " ".join(plain[-MOST_REFERENCES:]),
    }


def _facts(letter: Letter, box: Box, raw: bytes, resolve: Resolve) -> dict[str, str]:
    """What is shown beside the letter: who vouches for the sender, how many files."""
    facts = results_of(letter.head, box["trusted_server"])
    if box.is_yes("verify_dkim") and (own := verified(raw, resolve)):
        facts["dkim_here"] = own
    if letter.files:
        facts["files"] = str(len(letter.files))
    return facts


def _arrived_at(head: Message) -> datetime:
    """When our own server took it in; it writes that at the top. A writer's clock may be wrong."""
    received = next(raw_headers(head, "Received"), b"")
    said = _moment(received.rpartition(b";")[2]) or _moment(raw_header(head, "Date"))
    now = timezone.now()
    return min(said or now, now).astimezone(CHINA)


def _moment(raw: bytes) -> datetime | None:
    """A moment as mail writes it; None for what is none, or before there was mail."""
    try:
        found = parsedate_to_datetime(raw[:200].decode("ascii", "replace").strip())
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(CHINA) if 1990 <= aware.year <= 9000 else None  # noqa: PLR2004
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def shown(text: str) -> str:
    """The text without what cannot be stored or would turn a line round."""
    return _UNSHOWN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
