"""The one door through which a person gets a case.

Whoever may see all cases sees all; a person of a unit sees the cases on which their unit, or one
below it, works or has worked. Another's case does not exist for them: callers answer 404.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from hotline.records.models import Assignment, Case, Contact, Staff
from hotline.records.queries.reference import below


def cases_for(staff: Staff) -> QuerySet[Case]:
    """The cases that `staff` may see."""
    if staff.may("see_all_cases"):
        return Case.objects.all()
    if staff.may("see_unit_cases") and staff.department is not None:
        own = Assignment.objects.filter(case=OuterRef("pk"), department__in=below(staff.department))
        return Case.objects.filter(Exists(own))
    return Case.objects.none()


def contacts_for(staff: Staff) -> QuerySet[Contact]:
    """The arrivals that `staff` may see: those of their cases, and all only with all cases."""
    if staff.may("see_all_cases"):
        return Contact.objects.all()
    return Contact.objects.filter(case__in=cases_for(staff))


def case_for(staff: Staff, number: str) -> Case:
    """One case by its number; raises Case.DoesNotExist for one that `staff` may not see."""
    if not number.isprintable():
        raise Case.DoesNotExist  # a NUL in an address must not reach the database
    return (
        cases_for(staff)
        .select_related("channel", "kind", "topic", "topic__tree", "campaign", "lead", "citizen")
        .get(number=number)
    )
