"""Texts: what citizens answer by text message takes effect, and who wants none is left alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hotline.records.identity import new_id
from hotline.records.models import Case, Contact, Delivery, Road, Staff, TextStop
from hotline.records.queries.texting import last_asked
from hotline.records.scope import everything
from hotline.records.sealing import blind_index
from hotline.rules.arrivals import Unreadable
from hotline.rules.life import Status
from hotline.rules.roads import Incoming
from hotline.rules.texting import RATED
from hotline.steps.call_back import RATINGS, call_back
from hotline.steps.moving import Refused, permit
from hotline.steps.roads.take_message import take_message_by_road
from hotline.steps.storing.book import Writing, book

Effect = tuple[Contact | None, Case | None]
RECEIPTS_FOR = timedelta(days=7)


def take_stop(road: Road, incoming: Incoming, raw: bytes, at: datetime) -> Effect:
    """This number wants no messages any more."""
    stop_texts(_index(incoming), by=None, at=at)
    return None, None


def take_start(road: Road, incoming: Incoming, raw: bytes, at: datetime) -> Effect:
    """This number takes messages again."""
    start_texts(_index(incoming), by=None, at=at)
    return None, None


def take_rating(road: Road, incoming: Incoming, raw: bytes, at: datetime) -> Effect:
    """A digit answers the last question whether a citizen is content."""
    asked = last_asked(road, _index(incoming), ("rating",), at)
    if asked is None:
        raise Unreadable("no_question", "text", "只有一个数字，但没有请这个号码评价过。")
    solved, rating = RATED[incoming.text.strip()[:1]]
    case = asked.case
    if case.status == Status.AWAITING_CALLBACK:
        facts: dict[str, Any] = {
            "solved": solved,
            "handling_rating": rating,
            "service_rating": "no_rating",
        }
        return None, call_back(case, reached=True, note="短信评价", by=None, at=at, **facts)
    note = f"短信评价：{RATINGS[rating]}"
    return None, take_message_by_road(case, road, kind="rating", text=note, at=at)


def answered_by_text(road: Road, incoming: Incoming, at: datetime) -> Case | None:
    """What was asked of this number last is answered with these words; None where nothing was."""
    asked = last_asked(road, _index(incoming), ("question",), at)
    if asked is None or asked.case.status != Status.AWAITING_CITIZEN:
        return None
    return take_message_by_road(asked.case, road, kind="answer", text=incoming.text, at=at)


def stop_texts(phone_index: bytes, *, by: Staff | None, at: datetime) -> None:
    """From now on nothing is sent to this number; said twice it is the same."""
    permit(by, "manage_roads")
    if not TextStop.objects.filter(phone_index=phone_index, until=None).exists():
        how = "reply" if by is None else "desk"
        row = TextStop(id=new_id(), phone_index=phone_index, since=at, how=how, by=by)
        book().write(Writing(rows=[row]))


def start_texts(phone_index: bytes, *, by: Staff | None, at: datetime) -> None:
    """Messages are sent to this number again."""
    permit(by, "manage_roads")
    for row in TextStop.objects.filter(phone_index=phone_index, until=None):
        book().write(Writing(changes=[(row, {"until": at})]))


@everything()
def note_receipt(road: Road, identity: UUID, state: str, *, reason: str, at: datetime) -> bool:
    """Note whether a message reached the telephone; says whether it was one of ours."""
    row = Delivery.objects.filter(pk=identity, road=road, state="sent").first()
    if row is None or row.sent_at is None or at - row.sent_at > RECEIPTS_FOR:
        return False
    if state == "delivered":
        facts = {"peer_number": "已送到手机"}
    else:
        facts = {"state": "failed", "problem": f"运营商报告没有送到：{reason}"[:300]}
    book().write(Writing(changes=[(row, facts)]))
    return True


def _index(incoming: Incoming) -> bytes:
    phone = incoming.arrival.sender_phone if incoming.arrival is not None else ""
    found = blind_index(phone)
    if found is None:
        raise Refused("from", "上行短信的号码不是用户号码。")
    return found
