"""办理: one case on the unit's desk, with the reply beside what the citizen asked."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from hotline.desk import case_page
from hotline.desk.doors import StaffRequest, case_or_404, for_staff


@for_staff("see_all_cases", "see_unit_cases")
@require_safe
def unit_case(request: StaffRequest, number: str) -> HttpResponse:
    """GET a case; its verbs are sent to their own addresses and lead back here."""
    return case_page.show(request, case_or_404(request.user, number))
