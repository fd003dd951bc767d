"""疑似重复: pairs of matters that came by different roads and may be one, joined or kept apart."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import REFUSALS
from hotline.desk.paging import asked_page
from hotline.records.models import Case, SameMatter
from hotline.records.queries.reference import with_words
from hotline.records.queries.same_matter import offers, page_of_offers
from hotline.rules.life import ACCEPTED, Status
from hotline.steps.joining.join import ANSWERED, join
from hotline.steps.joining.keep_apart import keep_apart

PERMIT = "join"
PAGE_SIZE = 20
MOST_PAGES = 50


@for_staff(PERMIT)
@require_safe
def same_matters(request: StaffRequest) -> HttpResponse:
    """GET the pairs that wait, the newest first."""
    page = asked_page(request, MOST_PAGES)
    first = (page - 1) * PAGE_SIZE
    rows = page_of_offers(request.user, "", first, PAGE_SIZE + 1)
    context = {
        "rows": [(row, can_lead(row.other)) for row in rows[:PAGE_SIZE]],
        "page": page,
        "more": len(rows) > PAGE_SIZE and page < MOST_PAGES,
    }
    return render(request, "desk/same_matters.html", context)


def can_lead(case: Case) -> bool:
    """Whether another case can still be joined to this one."""
    return Status(case.status) in ACCEPTED - ANSWERED


@for_staff(PERMIT)
@require_POST
def join_pair(request: StaffRequest, pair: UUID) -> HttpResponse:
    """POST: the later one is handled with the earlier; each road is answered for itself."""
    row = _pair(request, pair)
    try:
        join(with_words(row.case), main=with_words(row.other), by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        told = f"工单 {row.case.number} 已并入 {row.other.number}，各来件渠道仍分别答复。"
        messages.success(request, told)
    return redirect("desk:same_matters")


@for_staff(PERMIT)
@require_POST
def apart(request: StaffRequest, pair: UUID) -> HttpResponse:
    """POST: they are not the same; it is not asked again."""
    row = _pair(request, pair)
    try:
        keep_apart(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已记住这两件不是同一事项，不再提示。")
    return redirect("desk:same_matters")


def _pair(request: StaffRequest, pair: UUID) -> SameMatter:
    row = offers(request.user).filter(pk=pair).first()
    if row is None:
        raise Http404
    return row
