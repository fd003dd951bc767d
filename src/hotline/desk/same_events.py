"""同一事件多人反映: many callers about one matter shown as one event, joined in bulk or parted."""

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
from hotline.desk.same_matters import PERMIT, can_lead
from hotline.records.models import Case
from hotline.records.queries.same_events import MOST_READ, Shown, event_for, member_for, open_events
from hotline.records.queries.same_matter import settings_of
from hotline.rules.life import MOVES, Status
from hotline.steps.joining.settle_events import dismiss_event, take_out

PAGE_SIZE = 10
MOST_PAGES = 20


@for_staff(PERMIT)
@require_safe
def same_events(request: StaffRequest) -> HttpResponse:
    """GET the events, the latest first."""
    page = asked_page(request, MOST_PAGES)
    shown = open_events(request.user, (page - 1) * PAGE_SIZE, PAGE_SIZE + 1)
    context = {
        "events": shown[:PAGE_SIZE],
        "settings": settings_of(),
        "page": page,
        "more": len(shown) > PAGE_SIZE and page < MOST_PAGES,
    }
    return render(request, "desk/same_events.html", context)


@for_staff(PERMIT)
@require_safe
def same_event(request: StaffRequest, event: UUID) -> HttpResponse:
    """GET one event: its cases, which of them can lead and which can be joined to it."""
    shown = _event(request, event)
    main = next((case for case in shown.cases if can_lead(case)), None)
    rows = [
        (case, case is main, main is not None and case is not main and _can_join(case))
        for case in shown.cases
    ]
    context = {
        "shown": shown,
        "main": main,
        "rows": rows,
        "joinable": sum(joins for *_, joins in rows),
        "is_cut": len(shown.cases) >= MOST_READ,
    }
    return render(request, "desk/same_event.html", context)


@for_staff(PERMIT)
@require_POST
def dismiss(request: StaffRequest, event: UUID) -> HttpResponse:
    """POST: it is no one event; it is not shown again."""
    dismiss_event(_event(request, event).event, by=request.user, at=timezone.now())
    messages.success(request, "已记住这些工单不是同一事件，不再归在一起提示。")
    return redirect("desk:same_events")


@for_staff(PERMIT)
@require_POST
def part_case(request: StaffRequest, event: UUID, number: str) -> HttpResponse:
    """POST: this case is another matter."""
    member = member_for(request.user, event, number)
    if member is None:
        raise Http404
    try:
        take_out(member, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已记住工单 {number} 不属于这一事件，不再归入。")
    left = event_for(request.user, event)
    return redirect("desk:same_event", event) if left else redirect("desk:same_events")


def _event(request: StaffRequest, event: UUID) -> Shown:
    shown = event_for(request.user, event)
    if shown is None:
        raise Http404
    return shown


def _can_join(case: Case) -> bool:
    return Status(case.status) in MOVES["join"].sources
