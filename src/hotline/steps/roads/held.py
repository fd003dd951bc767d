"""Held originals: a person looks at one, takes it for what it says, or puts it aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.records.models import Inbound, Reveal, Staff
from hotline.records.scope import everything
from hotline.rules.arrivals import Arrival
from hotline.rules.roads import Incoming
from hotline.steps.moving import Refused, permit
from hotline.steps.reveal import need_reason
from hotline.steps.roads.effects import HEARD
from hotline.steps.roads.hear import HELD, WAITING, Read, hear_again, raw_of
from hotline.steps.storing.book import Writing, book

DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person read in an original: of a matter its text, sender and deadline; of any other
    message the number of the matter that it speaks of, and its text."""

    kind: str
    about: str
    text: str
    title: str = ""
    place: str = ""
    board: str = ""
    sender_name: str = ""
    sender_phone: str = ""
    arrived_at: datetime | None = None
    due_at: datetime | None = None


@everything()
def look_at_original(kept: Inbound, *, reason: str, by: Staff, at: datetime) -> bytes:
    """The original in full, byte for byte; the look is journaled first."""
    permit(by, "retry_quarantine")
    seen = Reveal(inbound=kept, field="original", reason=need_reason(reason), at=at, by=by)
    book().write(Writing(rows=[seen]))
    return raw_of(kept)


def take_as_typed(
    kept: Inbound, typed: Typed, *, by: Staff, at: datetime, others: Read | None = None
) -> Inbound:
    """Let an original take effect as a person read it; its bytes stay as they came."""
    if typed.kind not in HEARD:
        raise Refused("kind", "请选择这是什么来件。")
    if not typed.about.strip():
        raise Refused("about", "请填写对方的编号；没有编号的，填一个能与别的来件区分的。")
    incoming = Incoming(
        key=kept.key,
        kind=typed.kind,
        about=typed.about.strip(),
        arrival=_arrival(kept, typed),
        text=typed.text.strip(),
        sent_at=typed.arrived_at,
    )
    return hear_again(kept, lambda raw: incoming, by=by, at=at, others=others)


@everything()
def discard_original(kept: Inbound, *, by: Staff, at: datetime) -> None:
    """Put aside an original that means nothing to us; its bytes stay."""
    permit(by, "retry_quarantine")
    if kept.state not in (HELD, WAITING):
        raise Refused("state", "这件来件已经处理过，请刷新页面。")
    facts = {"state": DISCARDED, "settled_at": at, "settled_by": by}
    book().write(Writing(changes=[(kept, facts)]))


def _arrival(kept: Inbound, typed: Typed) -> Arrival:
    number = typed.about.strip()
    return Arrival(
        channel=kept.channel.code if kept.channel is not None else "",
        key=number,
        text=typed.text.strip(),
        arrived_at=typed.arrived_at or kept.received_at,
        external_number=number,
        external_due_at=typed.due_at,
        board=typed.board.strip(),
        title=typed.title.strip(),
        sender_name=typed.sender_name.strip(),
        sender_phone=typed.sender_phone.strip(),
        place=typed.place.strip(),
    )
