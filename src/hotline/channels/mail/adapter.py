"""A mailbox as a road: fetched, read, answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from hotline.channels.mail import imap, pop
from hotline.channels.mail.answers import bytes_of, letter_for, too_large_for
from hotline.channels.mail.box import MEGABYTE, POP3, SETTINGS, Box
from hotline.channels.mail.found import Found
from hotline.channels.mail.judging import written_by_program
from hotline.channels.mail.reading import read_letter
from hotline.channels.mail.results import Resolve, resolve
from hotline.channels.mail.shown import letter_in_words
from hotline.channels.mail.smtp import hand_in, knock
from hotline.channels.shape import NothingToSend, Original, Sent, Setting
from hotline.documents.letters.headers import addresses, identities
from hotline.documents.letters.letter import parsed
from hotline.documents.raw_records import UnreadableFile
from hotline.records.models import Delivery, Inbound, Road
from hotline.records.sealing import digest
from hotline.rules.arrivals import Unreadable
from hotline.rules.roads import Incoming, NotTaken, RoadDown
from hotline.steps.receive import return_of

HOUR = timedelta(hours=1)


class Mail:
    """Letters of citizens, each answered in its own thread. `resolve` asks a name server."""

    name = "信箱"
    settings: tuple[Setting, ...] = SETTINGS
    fetches = True
    sends = True

    def __init__(self, resolve: Resolve = resolve) -> None:
        self.resolve = resolve

    def read(self, road: Road, raw: bytes) -> Incoming:
        """A letter."""
        return read_letter(Box(road), raw, self.resolve)

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """The letters that are new; who wrote one that is too large is told so, once."""
        box = Box(road)
        letters = pop.letters if box["protocol"] == POP3 else imap.letters
        for found in letters(box, road.mark):
            if found.is_whole:
                yield Original(found.raw, "", found.mark)
                continue
            key = f"sm3:{digest(found.raw).hex()}"
            is_new = not Inbound.objects.filter(road=road, key=key).exists()
            yield Original(found.raw, key, found.mark, _too_large(box))
            if is_new:
                _tell_too_large(box, found, at)

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """Answer a letter. A receipt goes out at most once an hour and matter."""
        box = Box(road)
        if row.contact is None:
            raise NothingToSend("不是从信箱来的，没有可以回信的地址。")
        if row.kind == "received" and _told_lately(row, at):
            raise NothingToSend("一小时内已经回过收到的邮件。")
        return_to = return_of(row.contact)
        body = bytes_of(letter_for(row, box, return_to), box)
        hand_in(box, body, return_to["address"])
        return Sent(body, "")

    def try_connection(self, road: Road, *, at: datetime) -> str:
        """Sign in at both servers, and do nothing there."""
        box = Box(road)
        count = (pop if box["protocol"] == POP3 else imap).letters_there(box)
        knock(box)
        return f"收信和发信服务器都已接通，信箱里有 {count} 封信。"

    def in_words(self, road: Road, raw: bytes, *, is_whole: bool) -> str:
        """An original as a person reads it; masked unless `is_whole`."""
        return letter_in_words(Box(road), raw, is_whole=is_whole)


def _too_large(box: Box) -> Unreadable:
    most = box.most_bytes // MEGABYTE
    return Unreadable(
        "too_large", "", f"来信超过 {most} MB，只取了信头；已回信请对方缩小附件后重发。"
    )


def _tell_too_large(box: Box, found: Found, at: datetime) -> None:
    """A courtesy: tried once, and given up where it does not go through."""
    try:
        head = parsed(found.raw)
    except UnreadableFile:
        return
    to = next((each for _, each in addresses(head, "Reply-To", "From") if each), "")
    if not to or written_by_program(head, box):
        return
    message_id = next(iter(identities(head, "Message-ID")), "")
    try:
        hand_in(box, bytes_of(too_large_for(box, to, message_id, at), box), to)
    except (RoadDown, NotTaken):
        return


def _told_lately(row: Delivery, at: datetime) -> bool:
    before = Delivery.objects.filter(case=row.case, road=row.road, kind=row.kind, state="sent")
    return before.filter(sent_at__gt=at - HOUR).exists()
