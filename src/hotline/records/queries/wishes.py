"""What citizens asked for online and the office still has to decide, and what it shows of cases."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from hotline.records.models import CitizenWish, PublicAnswer, Staff
from hotline.records.queries.access import cases_for

LISTED = 100
SETTLED_SHOWN = 20


def wishes_for(staff: Staff) -> QuerySet[CitizenWish]:
    """The wishes about cases that `staff` may see."""
    found = CitizenWish.objects.filter(case__in=cases_for(staff))
    return found.select_related("case__channel", "case__citizen", "settled_by")


def waiting_wishes(staff: Staff) -> Sequence[CitizenWish]:
    """Those that wait, the oldest first."""
    return list(wishes_for(staff).filter(settled_at__isnull=True).order_by("at")[:LISTED])


def settled_wishes(staff: Staff) -> Sequence[CitizenWish]:
    """Those that were settled last."""
    done = wishes_for(staff).filter(settled_at__isnull=False).order_by("-settled_at")
    return list(done[:SETTLED_SHOWN])


def answers_for(staff: Staff) -> QuerySet[PublicAnswer]:
    """What is shown of cases that `staff` may see, or was, the newest first."""
    found = PublicAnswer.objects.filter(case__in=cases_for(staff))
    along = ("case", "topic", "unit", "published_by", "withdrawn_by")
    return found.select_related(*along).order_by("-published_at")


def public_answer_of(case: UUID) -> PublicAnswer | None:
    """The answer that a case is shown with just now."""
    return PublicAnswer.objects.filter(case=case, withdrawn_at__isnull=True).first()
