"""选择列: which columns one's lists show, and in which order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hotline.desk.columns import COLUMNS, USUAL
from hotline.desk.doors import StaffRequest, for_staff
from hotline.records.queries.saved_filters import own_lists
from hotline.steps.lists.arrange_list import choose_columns
from hotline.steps.moving import Refused


@for_staff("see_all_cases", "see_unit_cases")
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: StaffRequest) -> HttpResponse:
    """GET the columns; POST those wanted, or one that goes further to the front or the back."""
    if request.method == "POST":
        return _kept(request)
    chosen = [code for code in own_lists(request.user).columns if code in COLUMNS] or list(USUAL)
    order = [*chosen, *(code for code in COLUMNS if code not in chosen)]
    rows = [(COLUMNS[code], code in chosen) for code in order]
    return render(request, "desk/list_columns.html", {"rows": rows, "last": len(chosen)})


def _kept(request: StaffRequest) -> HttpResponse:
    """Keep what was ticked, in the order of the page; with “move”, that one a place on."""
    wanted = [code for code in request.POST.getlist("columns") if code in COLUMNS]
    code, _, way = request.POST.get("move", "").partition(":")
    if request.POST.get("usual"):
        wanted = list(USUAL)
    if code in wanted:
        place = wanted.index(code)
        wanted.insert(max(place + (-1 if way == "up" else 1), 0), wanted.pop(place))
    try:
        choose_columns(wanted, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("desk:columns")
    if request.POST.get("move"):
        return redirect("desk:columns")
    messages.success(request, "已保存，列表按您的选择显示。")
    return redirect("desk:cases")
