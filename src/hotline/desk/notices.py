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
from hotline.records.queries.notices import MOST_COUNTED, notices_for, unread_count, unread_for
from hotline.steps.see_notice import see_notice

SEES = ("see_all_cases", "see_unit_cases")


@for_staff(*SEES)
@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """GET the notices: those not read yet, or all with ?all=1."""
    shows_all = request.GET.get("all") == "1"
    found = notices_for(request.user) if shows_all else unread_for(request.user)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    unread = [row for row in page if row.seen_at is None]
    context = {"rows": page, "shows_all": shows_all, "unread": unread}
    return render(request, "desk/notices.html", context)


@for_staff(*SEES)
@require_safe
def bell(request: StaffRequest) -> HttpResponse:
    """GET the bell of the top bar anew, when the page was told of a notice."""
    count = unread_count(request.user)
    return render(request, "desk/components/bell.html", {"unread": count, "most": MOST_COUNTED})


@for_staff(*SEES)
@require_POST
def seen(request: StaffRequest, notice: UUID) -> HttpResponse:
    """POST that a notice was read; one that is not this person's does not exist for them."""
    try:
        row = notices_for(request.user).get(pk=notice)
    except Notice.DoesNotExist as error:
        raise Http404 from error
    see_notice(row, by=request.user, at=timezone.now())
    if row.issue_id is not None and request.POST.get("issue"):
        return redirect("desk:hot_issue", row.issue_id)
    return redirect("desk:home" if request.POST.get("back") == "home" else "desk:notices")


@for_staff(*SEES)
@require_POST
def seen_all(request: StaffRequest) -> HttpResponse:
    """POST that the notices of a page were read; what is not this person's is left alone."""
    given = filter(None, map(_uuid, request.POST.getlist("notice")[:PAGE_SIZE]))
    at = timezone.now()
    for row in notices_for(request.user).filter(pk__in=list(given)):
        see_notice(row, by=request.user, at=at)
    return redirect("desk:notices")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
