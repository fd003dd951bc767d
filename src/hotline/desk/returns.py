"""回传: what is due back to other systems, what failed, what a person has to bring by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.clocks import Clock, clock
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.returns import BroughtForm, LetBeForm
from hotline.desk.paging import asked_page
from hotline.records.models import Delivery, Road
from hotline.records.queries.access import cases_for
from hotline.records.queries.reference import roads
from hotline.records.queries.returns import (
    MOST_COUNTED,
    TABS,
    returns_for,
    tab_counts,
    told_together,
    with_facts,
)
from hotline.records.queries.telling_roads import told
from hotline.rules.telling_roads import Told
from hotline.steps.roads.settle import OPEN, bring_by_hand, let_be, send_again

PERMIT = "write_back"
PAGE = 30
MOST_PAGES = 200
TAB_NAMES = {
    "by_hand": "待人工回传",
    "failed": "发送失败",
    "waiting": "待自动发送",
    "sent": "已回传",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the list with the superior's clock."""

    row: Delivery
    clock: Clock


@dataclass(frozen=True, slots=True)
class Said:
    """One thing owed, and the exact text in which it is told."""

    row: Delivery
    told: Told


@for_staff(PERMIT)
@require_safe
def returns(request: StaffRequest) -> HttpResponse:
    """GET what is due back: by tab, of all roads or of one."""
    asked = request.GET.get("tab", "by_hand")
    tab = asked if asked in TABS else "by_hand"
    road = _road_asked(request)
    page = asked_page(request, MOST_PAGES)
    found = with_facts(returns_for(request.user, tab, road))
    rows = list(found[(page - 1) * PAGE : page * PAGE + 1])
    counts = tab_counts(request.user, road)
    context = {
        "tab": tab,
        "tabs": [(code, name, counts.get(code)) for code, name in TAB_NAMES.items()],
        "most": MOST_COUNTED,
        "road": road,
        "roads": sorted(roads().values(), key=lambda row: row.name),
        "lines": _lines(rows[:PAGE], timezone.now()),
        "page": page,
        "has_next": len(rows) > PAGE and page < MOST_PAGES,
    }
    return render(request, "desk/roads/returns.html", context)


@for_staff(PERMIT)
@require_safe
def one_return(request: StaffRequest, row: UUID) -> HttpResponse:
    """GET one thing with the text to copy out."""
    return _page(request, _row_or_404(request, row))


@for_staff(PERMIT)
@require_POST
def brought(request: StaffRequest, row: UUID) -> HttpResponse:
    """POST that a person brought it."""
    found = _row_or_404(request, row)
    form = BroughtForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=INVALID)
    given = form.cleaned_data
    try:
        count = bring_by_hand(
            found,
            number=given["number"],
            brought_at=given["brought_at"],
            seen=given["state"] or None,
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as error:
        status = put_on(form, error)
        return _page(request, _row_or_404(request, row), form=form, status=status)
    messages.success(request, f"已标为人工回传（{count} 项）：工单 {found.case.number}。")
    return redirect("desk:returns")


@for_staff(PERMIT)
@require_POST
def again(request: StaffRequest, row: UUID) -> HttpResponse:
    """POST: try one that failed once more."""
    found = _row_or_404(request, row)
    try:
        send_again(found, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已重新排队发送：工单 {found.case.number}。")
    return redirect("desk:return", row)


@for_staff(PERMIT)
@require_POST
def needless(request: StaffRequest, row: UUID) -> HttpResponse:
    """POST: this need not be told."""
    found = _row_or_404(request, row)
    form = LetBeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, let_be_form=form, status=INVALID)
    try:
        let_be(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _page(request, found, let_be_form=form, status=put_on(form, error))
    messages.success(request, f"已标为无需回传：工单 {found.case.number}。")
    return redirect("desk:returns")


def _page(
    request: StaffRequest,
    row: Delivery,
    *,
    form: BroughtForm | None = None,
    let_be_form: LetBeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row,
        "clock": clock(row.due_at, row.sent_at, timezone.now()),
        "said": [Said(each, told(each.case, each)) for each in told_together(row)],
        "is_open": row.state in OPEN,
        "form": form or BroughtForm(initial={"state": row.state}),
        "let_be_form": let_be_form or LetBeForm(),
    }
    return render(request, "desk/roads/return.html", context, status=status)


def _lines(rows: Sequence[Delivery], now: datetime) -> list[Line]:
    return [Line(row, clock(row.due_at, row.sent_at, now)) for row in rows]


def _road_asked(request: StaffRequest) -> Road | None:
    code = request.GET.get("road", "")
    return next((row for row in roads().values() if row.code == code), None)


def _row_or_404(request: StaffRequest, pk: UUID) -> Delivery:
    found = with_facts(Delivery.objects.filter(pk=pk, case__in=cases_for(request.user))).first()
    if found is None:
        raise Http404
    return found
