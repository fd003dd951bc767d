"""The list of cases: filters in the address, fifty rows, deadlines that speak for themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hotline.desk.chips import chips, list_address
from hotline.desk.clocks import clock_of_row
from hotline.desk.columns import cells, chosen, headings
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.forms.case_filter import FilterForm
from hotline.desk.navigation import QUEUE_NAMES
from hotline.records.queries.cases import COUNT_UP_TO, PAGE_SIZE, list_cases
from hotline.records.queries.choosing import unit_label, units_on
from hotline.records.queries.saved_filters import SHARED, OwnLists, own_lists
from hotline.records.queries.wanted import Wanted, kept_private
from hotline.rules.life import MOVES
from hotline.steps.in_bulk import BULK_VERBS

BULK_MOST = 500
FURTHER = frozenset({"words", "key", "status", "channel", "kind", "campaign", "overdue"})


@for_staff("see_all_cases", "see_unit_cases")
@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: StaffRequest) -> HttpResponse:
    """GET the cases that fit the filters in the address; POST filters to get that address.

    Filters are sent by POST so that a phone number which somebody types never stands in an
    address: there it is a sealed key.
    """
    given = request.POST if request.method == "POST" else request.GET
    query = {name: text.replace("\0", "") for name, text in given.items()}
    wanted = Wanted.from_query(query)
    sealed = kept_private(request.user, wanted)
    if request.method == "POST" or sealed != wanted:
        return redirect(list_address(sealed))
    lists = own_lists(request.user)
    if not query and lists.first_query:
        return redirect(f"{request.path}?{lists.first_query}")
    return render(request, "desk/cases.html", _context(request, wanted, query, lists))


def _context(
    request: StaffRequest, wanted: Wanted, query: dict[str, str], lists: OwnLists
) -> dict[str, Any]:
    """All that the page shows."""
    now = timezone.now()
    page = list_cases(request.user, wanted, now)
    first = (page.page - 1) * PAGE_SIZE
    form, columns = FilterForm(query), chosen(lists.columns)
    rows = [(case, clock_of_row(case, now)) for case in page.rows]
    return {
        "page": page,
        "rows": [(case, clock, cells(columns, case, clock)) for case, clock in rows],
        "headings": headings(columns, wanted),
        "first": first + 1,
        "last": first + len(page.rows),
        "is_counted": page.total < COUNT_UP_TO,
        "filter": form,
        "wanted": wanted,
        "chips": chips(request.user, wanted, form),
        "is_further": wanted.without(*FURTHER, "queue", "sort") != Wanted(),
        "lists": lists,
        "saved": [(row, row.pk == lists.begins_with) for row in lists.filters],
        "here": replace(wanted, page=1, sort="").address(),
        "shared": SHARED,
        "units": map(unit_label, units_on(timezone.localdate(now))),
        "first_page": list_address(replace(wanted, page=1)),
        "is_narrowed": wanted.narrows,
        "bulk": [verb for verb in BULK_VERBS if request.user.may(MOVES[verb].permit)],
        "bulk_most": BULK_MOST,
        "queue_name": QUEUE_NAMES.get(wanted.queue, ""),
    }
