"""What a citizen's own road brings besides new matters: a further message on a case that is here,
an answer of ours that came back, and what no person wrote."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from uuid import UUID

from hotline.records.models import Case, Contact, Delivery, Road
from hotline.rules.arrivals import LIMITS, Unreadable
from hotline.rules.life import Status
from hotline.rules.roads import Incoming
from hotline.steps.attach import Given, Origin, attach
from hotline.steps.roads.settle import refused
from hotline.steps.roads.take_message import take_message_by_road
from hotline.steps.waiting.resume import resume

AFTER_CLOSING = "【办结后来信】"


def take_further(
    road: Road, incoming: Incoming, raw: bytes, at: datetime
) -> tuple[Contact | None, Case | None]:
    """A further message of the citizen: noted on the case, whose handlers go on where they waited.

    `about` is the identity of the case. Said of a closed case it changes nothing but is marked.
    """
    case = _case(incoming.about)
    contact = Contact.objects.filter(case=case, road=road).order_by("pk").first()
    said = f"{AFTER_CLOSING if case.closed_at else ''}{incoming.text.strip()}"
    text = said[: LIMITS["text"]]
    waits = case.status == Status.AWAITING_CITIZEN
    take_message_by_road(case, road, kind="more", text=text, at=at)
    if waits:
        resume(case, by=None, at=at, note="诉求人已回信，见来文。")
    if incoming.files and case.status != Status.ARCHIVED:
        given = [Given(each.name, BytesIO(each.content)) for each in incoming.files[:20]]
        attach(case, given, origin=Origin("arrival", contact), by=None, at=at)
    return contact, case


def take_bounce(
    road: Road, incoming: Incoming, raw: bytes, at: datetime
) -> tuple[Contact | None, Case | None]:
    """An answer of ours did not arrive after all: it has failed, and a person looks for a way."""
    row = Delivery.objects.select_related("case", "contact").filter(
        pk=_identity(incoming.about), road=road
    ).first()  # fmt: skip
    if row is None:
        return None, None
    if row.state in ("sent", "waiting"):
        refused(row, incoming.text)
    return row.contact, row.case


def keep_aside(
    road: Road, incoming: Incoming, raw: bytes, at: datetime
) -> tuple[Contact | None, Case | None]:
    """What no person wrote is kept, and nothing follows from it."""
    return None, None


def _case(about: str) -> Case:
    case = Case.objects.filter(pk=_identity(about)).first()
    if case is None:
        raise Unreadable("no_case", "about", "来信说的工单不存在，请核对后按新来件处理。")
    return case


def _identity(text: str) -> UUID:
    """The identity in a text; one that nothing has where it holds none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


FROM_CITIZENS = {"more": take_further, "bounced": take_bounce, "aside": keep_aside}
