"""提醒: what the clocks told this person's unit or office, read or not."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.records.models import Notice
from hotline.records.queries.cases import PAGE_SIZE
from hotline.records.queries.notices import notices_for
from hotline.steps.see_notice import see_notice

SEES = ("see_all_cases", "see_unit_cases")


@for_staff(*SEES)
@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """GET the notices: those not read yet, or all with ?all=1."""
    shows_all = request.GET.get("all") == "1"
    found = notices_for(request.user)
    found = found if shows_all else found.filter(seen_at=None)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "desk/notices.html", {"rows": page, "shows_all": shows_all})


@for_staff(*SEES)
@require_POST
def seen(request: StaffRequest, notice: UUID) -> HttpResponse:
    """POST that a notice was read; one that is not this person's does not exist for them."""
    try:
        row = notices_for(request.user).get(pk=notice)
    except Notice.DoesNotExist as error:
        raise Http404 from error
    see_notice(row, by=request.user, at=timezone.now())
    return redirect("desk:notices")
