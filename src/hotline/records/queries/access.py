"""The first wall: the one door through which a person gets a case.

The office sees every case but those that somebody stepped aside from, and confidential ones only
where a role says so; nobody of the office who belongs to a unit sees a report about that unit, one
above it or below it. A unit sees the cases whose `seen_by` names it. Another's case does not exist
for a person: callers answer 404. The second wall is the database's own (`records/walls.py`).
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from hotline.records.models import Case, Contact, Staff
from hotline.records.queries.reference import departments, with_words
from hotline.rules.seeing import kin_of


def cases_for(staff: Staff) -> QuerySet[Case]:
    """The cases that `staff` may see."""
    if staff.may("see_all_cases"):
        return Case.objects.exclude(_kept_from_office(staff))
    if staff.may("see_unit_cases") and staff.department_id is not None:
        own = Case.objects.filter(seen_by__contains=[staff.department_id])
        return own.exclude(stepped_aside__contains=[staff.pk])
    return Case.objects.none()


def sees(staff: Staff, case: Case) -> bool:
    """Whether `cases_for(staff)` holds this very case, for asking it of many people at once."""
    if staff.pk in case.stepped_aside:
        return False
    if not staff.may("see_all_cases"):
        return staff.may("see_unit_cases") and staff.department_id in case.seen_by
    if case.confidential and not staff.may("see_confidential"):
        return False
    if staff.department_id is None or not case.accused:
        return True
    parents = {pk: unit.parent_id for pk, unit in departments().items()}
    return not set(case.accused) & set(kin_of([staff.department_id], parents))


def contacts_for(staff: Staff) -> QuerySet[Contact]:
    """The arrivals that `staff` may see: those of their cases, and for the office those of none.

    An arrival of a confidential case tells who called, so no unit gets it.
    """
    if staff.may("see_all_cases"):
        hidden = Case.objects.filter(_kept_from_office(staff), pk=OuterRef("case"))
        return Contact.objects.exclude(Exists(hidden))
    return Contact.objects.filter(case__in=cases_for(staff).filter(confidential=False))


def knows_caller(staff: Staff, case: Case) -> bool:
    """Whether `staff`, who may see `case`, may also know whose it is: of a confidential one only
    the office may."""
    return not case.confidential or staff.may("see_all_cases")


def _kept_from_office(staff: Staff) -> Q:
    """The cases that a person of the office may not see although the office may."""
    aside = Q(stepped_aside__contains=[staff.pk])
    if staff.department_id is not None:
        parents = {pk: unit.parent_id for pk, unit in departments().items()}
        aside |= Q(accused__overlap=sorted(kin_of([staff.department_id], parents)))
    return aside if staff.may("see_confidential") else aside | Q(confidential=True)


def case_for(staff: Staff, number: str) -> Case:
    """One case by its number; raises Case.DoesNotExist for one that `staff` may not see."""
    if not number.isprintable():
        raise Case.DoesNotExist  # a NUL in an address must not reach the database
    return with_words(cases_for(staff).select_related("citizen").get(number=number))
