"""Which editions can be had by mail, who wants them, and what such an edition says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.records.models import Bulletin, EditionMail, Staff, Subscription
from hotline.records.queries.bulletins import PUBLISHED, printed_page
from hotline.records.queries.editions import edition_page as written_now
from hotline.records.queries.figures import forms_on
from hotline.rules.pages import Page
from hotline.rules.periods import KINDS, Period, period_of
from hotline.rules.workdays import CHINA

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Family:
    """A family of bulletins that comes again and again."""

    code: str
    name: str
    kind: str

    @property
    def every(self) -> str:
        """How often it comes, in a word."""
        return f"每{KINDS[self.kind]}"


def families(at: datetime) -> list[Family]:
    """Those with a form that holds today, the most frequent first."""
    today = at.astimezone(CHINA).date()
    order = list(KINDS)
    found = [
        Family(row.family, row.name, row.period)
        for row in forms_on(today).values()
        if row.period != "days"
    ]
    return sorted(found, key=lambda family: (order.index(family.kind), family.code))


def wanted_by(staff: Staff) -> set[str]:
    """The families that a person has subscribed to."""
    return set(Subscription.objects.filter(staff=staff).values_list("family", flat=True))


def mailed_to(staff: Staff) -> list[EditionMail]:
    """What went to a person lately, the newest first."""
    return list(EditionMail.objects.filter(staff=staff).order_by("-made_at")[:SHOWN])


def last_over(kind: str, at: datetime) -> Period:
    """The newest period of a kind that is over."""
    return period_of(kind, at.astimezone(CHINA).date()).previous()


def edition_page(family: str, period: Period, now: datetime) -> Page:
    """The edition as it was published, else its figures as they are now; raises NoForm."""
    out = (
        Bulletin.objects.filter(
            family=family,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            unit=None,
            status=PUBLISHED,
        )
        .order_by("-edition")
        .first()
    )
    if out is not None:
        return printed_page(out)
    return written_now(family, period.code, now)
