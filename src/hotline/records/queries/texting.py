"""Text messages: the words agreed on, who wants none, what a number was asked last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.records.models import Delivery, Road, TextStop
from hotline.records.queries.reference import phrases
from hotline.records.scope import everything
from hotline.rules.dated import holds_on
from hotline.rules.texting import CODES, USUAL
from hotline.rules.workdays import CHINA

ASKED = ("rating", "question")
ANSWERED_WITHIN = timedelta(days=14)


def words_for(kind: str, at: datetime) -> str:
    """The words of today for one kind of message."""
    day = at.astimezone(CHINA).date()
    mine = (row for row in phrases() if row.code == CODES[kind] and holds_on(row, day))
    row = next(mine, None)
    return row.text.strip() if row is not None else USUAL[kind]


def wants_none(phone_index: bytes) -> bool:
    """Whether this number takes no messages."""
    return TextStop.objects.filter(phone_index=phone_index, until=None).exists()


@everything()
def last_asked(
    road: Road, phone_index: bytes, kinds: tuple[str, ...], at: datetime
) -> Delivery | None:
    """The last question that was sent to this number and may still be answered."""
    sent = Delivery.objects.filter(
        road=road,
        case__citizen__phone_index=phone_index,
        kind__in=ASKED,
        state="sent",
        sent_at__gt=at - ANSWERED_WITHIN,
    )
    last = sent.select_related("case").order_by("-sent_at").first()
    return last if last is not None and last.kind in kinds else None


@everything()
def sent_today(road: Road, at: datetime, most: int, phone_index: bytes | None = None) -> int:
    """How many messages went out today, to one number or to all; counted up to `most`."""
    day = at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Delivery.objects.filter(road=road, sent_at__gte=day, made_at__gt=day - timedelta(days=4))
    if phone_index is not None:
        rows = rows.filter(case__citizen__phone_index=phone_index)
    return len(rows.values_list("pk")[:most])


@dataclass(frozen=True, slots=True)
class Going:
    """How one road of text messages goes."""

    road: Road
    today: int
    most: int
    failed: int


@everything()
def how_it_goes(at: datetime) -> list[Going]:
    """The roads by which text messages go, with how many went today and lately failed."""
    rows = Road.objects.filter(adapter="sms").defer("secrets_sealed", "mark")
    found = []
    for road in rows:
        given = str(road.settings.get("per_day") or "2000")
        most = int(given) if given.isascii() and given.isdigit() else 2000
        failed = Delivery.objects.filter(road=road, state="failed").values_list("pk")[:100]
        found.append(Going(road, sent_today(road, at, most), most, len(failed)))
    return found
