"""The door to a case for programs: what they may not see is answered as what does not exist."""

from __future__ import annotations

from django.http import Http404

from hotline.records.models import Case, Staff
from hotline.records.queries.access import case_for

NO_SUCH_CASE = "没有这件工单，或您无权查看。"


def case_or_404(staff: Staff, number: str) -> Case:
    """The case called `number`, if `staff` may see it."""
    try:
        return case_for(staff, number)
    except Case.DoesNotExist as error:
        raise Http404(NO_SUCH_CASE) from error
