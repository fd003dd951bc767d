"""A case's records as the drafting of a paragraph reads them."""

from __future__ import annotations

from hotline.records.models import Assignment, Callback, Case, DepartmentName
from hotline.records.queries.reference import office
from hotline.records.sealing import unseal
from hotline.rules.drafting import Handled
from hotline.rules.workdays import CHINA

CONTENT = ("very_satisfied", "satisfied")


def handled(case: Case) -> Handled:
    """The records of a case (with its citizen) that nobody keeps from the public."""
    share = (
        Assignment.objects.filter(case=case, part="lead", replied_at__isnull=False)
        .select_related("department")
        .order_by("-replied_at")
        .first()
    )
    called = Callback.objects.filter(case=case, reached=True).order_by("-tried_at").first()
    citizen = case.citizen
    return Handled(
        number=case.number,
        office=office().hotline_name,
        asked_on=(case.accepted_at or case.registered_at).astimezone(CHINA).date(),
        by_phone=case.channel.medium == "telephone",
        name=unseal("citizen", "name", citizen.pk, citizen.name_sealed) if citizen else "",
        form_of_address=citizen.form_of_address if citizen else "",
        title=case.title,
        text=case.text,
        unit=_name_then(share) if share is not None else "",
        handling=share.handling if share is not None else "",
        answer=case.answer or (share.answer if share is not None else ""),
        solved=called is not None and called.solved == "yes",
        satisfied=called is not None and called.handling_rating in CONTENT,
        remark=called.note if called is not None else "",
    )


def _name_then(share: Assignment) -> str:
    """What the unit was called on the day it was given the case."""
    day = share.given_at.astimezone(CHINA).date()
    names = DepartmentName.objects.filter(department=share.department, valid_from__lte=day)
    held = [row.name for row in names.order_by("valid_from") if (row.valid_to or day) >= day]
    return held[-1] if held else share.department.name
