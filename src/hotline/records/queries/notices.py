"""The notices that a person may read: those of their unit, or of the office."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from hotline.records.models import Notice, Staff
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import below


def notices_for(staff: Staff) -> QuerySet[Notice]:
    """The notices meant for `staff`, on cases that they may see, the newest first.

    Whoever sees all cases reads those of the office; a unit reads its own and those below it.
    """
    meant = Q(department=None) if staff.may("see_all_cases") else Q(pk=None)
    if staff.department is not None:
        meant |= Q(department__in=below(staff.department))
    found = Notice.objects.filter(meant, case__in=cases_for(staff))
    along = ("case", "clock", "department", "seen_by")
    return found.select_related(*along).order_by("-at", "-pk")
