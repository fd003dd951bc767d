"""Cases of a bulletin's month that an editor may want to speak of."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from hotline.records.models import Bulletin, Callback, Case, Staff
from hotline.records.queries.access import cases_for
from hotline.rules.workdays import CHINA

SHOWN = 30
CONTENT = ("very_satisfied", "satisfied")


def candidates(staff: Staff, bulletin: Bulletin, words: str, section: str) -> list[Case]:
    """The newest cases accepted in the month that fit the words.

    For the section of well-handled cases: closed, handled by a unit, and rated satisfied.
    """
    start = datetime.combine(bulletin.starts_on, time(), CHINA)
    end = datetime.combine(bulletin.ends_on + timedelta(days=1), time(), CHINA)
    found = cases_for(staff).filter(accepted_at__gte=start, accepted_at__lt=end)
    if words:
        fits = Q(title__contains=words) | Q(text__contains=words) | Q(number__iexact=words)
        found = found.filter(fits)
    if section == "well_handled":
        found = _well_handled(found)
    if section == "suggestions":
        found = found.filter(kind__code="suggestion")
    return list(found.select_related("kind", "topic", "lead").order_by("-accepted_at")[:SHOWN])


def _well_handled(found: QuerySet[Case]) -> QuerySet[Case]:
    satisfied = Callback.objects.filter(
        case=OuterRef("pk"), reached=True, solved="yes", handling_rating__in=CONTENT
    )
    return found.filter(Exists(satisfied), closed_at__isnull=False, lead__isnull=False)
