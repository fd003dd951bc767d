"""Who is calling: the person behind a number, what they brought before, and how content they were.

Only what the call-taker may see anyway: cases through the one door, names in their masks, nobody
who is known only by what they told in confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from hotline.records.models import Call, Callback, Case, Citizen, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.citizens import shown_fact
from hotline.records.queries.reference import with_words
from hotline.records.sealing import blind_index
from hotline.rules.calls import HARASSING
from hotline.rules.life import CLOSED, OPEN, WITH_UNIT
from hotline.rules.masking import mask_name, mask_phone

SHOWN = 6
YEAR = timedelta(days=365)
LATELY = timedelta(days=90)
OFTEN = 5
MOST_COUNTED = 999
DISSATISFIED = "dissatisfied"


@dataclass(frozen=True, slots=True)
class Earlier:
    """One matter of this caller: the case, and what they said of it last."""

    case: Case
    rating: str
    is_open: bool

    @property
    def is_with_unit(self) -> bool:
        """Whether a unit has it, which can be urged."""
        return self.case.status in WITH_UNIT

    @property
    def is_dissatisfied(self) -> bool:
        """Whether they were not content with how it ended."""
        return self.rating == DISSATISFIED


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever calls from a number; `matter` is the earlier one that this call may be about."""

    phone: str
    name: str
    form_of_address: str
    is_known: bool
    has_home: bool
    earlier: Sequence[Earlier]
    calls: int
    tags: Sequence[str]
    matter: Earlier | None


def caller_of(
    staff: Staff, phone: str, now: datetime, since: datetime | None = None
) -> Caller | None:
    """What is known of this number; None for one that cannot be looked up.

    What was registered `since` the call began is this call's own, and no earlier matter.
    """
    index = blind_index(phone)
    if index is None:
        return None
    citizen = _citizen(index)
    earlier = _earlier(staff, index)
    calls = _calls(index, now)
    before = since or now
    known = (one for one in earlier if one.case.registered_at < before)
    matter = next((one for one in known if _asks_again(one, now)), None)
    return Caller(
        phone=mask_phone(phone),
        name=shown_fact(citizen, "name", mask_name) if citizen else "",
        form_of_address=citizen.form_of_address if citizen else "",
        is_known=citizen is not None,
        has_home=citizen is not None and citizen.home_sealed is not None,
        earlier=earlier[:SHOWN],
        calls=calls["all"],
        tags=_tags(earlier, calls, now),
        matter=matter,
    )


def _citizen(index: bytes) -> Citizen | None:
    """The first person with this number, unless known only by what they told in confidence."""
    told = Case.objects.filter(citizen=OuterRef("pk"), confidential=True)
    open_too = Case.objects.filter(citizen=OuterRef("pk"), confidential=False)
    found = Citizen.objects.filter(Exists(open_too) | ~Exists(told), phone_index=index)
    return found.order_by("pk").first()


def _earlier(staff: Staff, index: bytes) -> list[Earlier]:
    """The newest cases of this number with the last rating of each."""
    last = Callback.objects.filter(case=OuterRef("pk"), reached=True).order_by("-tried_at")
    found = (
        cases_for(staff)
        .filter(citizen__phone_index=index)
        .annotate(last_rating=Subquery(last.values("handling_rating")[:1]))
        .defer("text", "answer")
        .order_by("-registered_at")[: SHOWN + 1]
    )
    return [
        Earlier(with_words(case), case.last_rating or "", case.status in OPEN) for case in found
    ]


def _calls(index: bytes, now: datetime) -> dict[str, int]:
    """How often this number called within a year, and how often only to harass."""
    lately = Call.objects.filter(number_index=index, offered_at__gte=now - YEAR)
    newest = lately.order_by("-offered_at").values("pk", "outcome")[:MOST_COUNTED]
    counted: dict[str, int] = Call.objects.filter(pk__in=newest.values("pk")).aggregate(
        all=Count("pk"), bad=Count("pk", filter=Q(outcome=HARASSING))
    )
    return counted


def _asks_again(one: Earlier, now: datetime) -> bool:
    """Whether a call is likely about this matter: still open, or lately closed to no content."""
    if one.is_open:
        return True
    closed = one.case.closed_at
    is_late = closed is not None and closed >= now - LATELY
    return one.case.status in CLOSED and one.is_dissatisfied and is_late


def _tags(earlier: Sequence[Earlier], calls: dict[str, int], now: datetime) -> list[str]:
    """What a call-taker should know before the first word."""
    running = sum(one.is_open for one in earlier)
    tags = [f"在办 {running} 件"] if running else []
    if any(one.is_dissatisfied and _asks_again(one, now) for one in earlier):
        tags.append("近期不满意")
    if calls["all"] >= OFTEN:
        tags.append("经常来电")
    if calls["bad"]:
        tags.append(f"曾有骚扰来电 {calls['bad']} 次")
    return tags
