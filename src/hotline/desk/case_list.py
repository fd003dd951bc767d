"""The list of cases: filters in the address, fifty rows, deadlines that speak for themselves."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.clocks import clock_of_row
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.forms.case_filter import FilterForm
from hotline.desk.navigation import QUEUE_NAMES
from hotline.records.queries.cases import PAGE_SIZE, Wanted, list_cases
from hotline.rules.life import MOVES
from hotline.steps.in_bulk import BULK_VERBS


@for_staff("see_all_cases", "see_unit_cases")
@require_safe
def cases(request: StaffRequest) -> HttpResponse:
    """GET the cases that fit the filters in the address."""
    query = {name: text.replace("\0", "") for name, text in request.GET.items()}
    wanted = Wanted.from_query(query)
    now = timezone.now()
    page = list_cases(request.user, wanted, now)
    first = (page.page - 1) * PAGE_SIZE
    context = {
        "page": page,
        "rows": [(case, clock_of_row(case, now)) for case in page.rows],
        "first": first + 1,
        "last": first + len(page.rows),
        "filter": FilterForm(query),
        "wanted": wanted,
        "first_page": first_page(request),
        "is_narrowed": wanted != Wanted(queue=wanted.queue, page=wanted.page),
        "bulk": [verb for verb in BULK_VERBS if request.user.may(MOVES[verb].permit)],
        "queue_name": QUEUE_NAMES.get(wanted.queue, ""),
    }
    return render(request, "desk/cases.html", context)


def first_page(request: StaffRequest) -> str:
    """The address of the same list from its beginning."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"{request.path}?{query.urlencode()}"
