"""The first page after signing in: what waits for this person, and what they did lately."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hotline.desk.clocks import clock_of_row
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.navigation import bar_counts, queue_tabs, screen_tabs
from hotline.records.queries.articles import KEEPING, expiring
from hotline.records.queries.home import lately_moved_by, most_urgent, overdue_count
from hotline.records.queries.notices import unread_for

SHOWN_NOTICES = 6


@for_staff()
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """GET the queues with counts, the most urgent cases, my latest moves."""
    now = timezone.now()
    staff = request.user
    sees = staff.may("see_all_cases") or staff.may("see_unit_cases")
    waiting = most_urgent(staff, bar_counts(request).queues) if sees else []
    context = {
        "sees_cases": sees,
        "queues": queue_tabs(request) if sees else [],
        "overdue": overdue_count(staff, now) if sees else 0,
        "urgent": [(row, clock_of_row(row, now)) for row in waiting],
        "notices": list(unread_for(staff)[:SHOWN_NOTICES]) if sees else [],
        "lately": lately_moved_by(staff, now),
        "screens": [tab for tab in screen_tabs(request) if not tab.is_here],
        "keeps_articles": any(staff.may(permit) for permit in KEEPING),
        "expiring_articles": expiring(staff, timezone.localdate(now)).count(),
    }
    return render(request, "desk/home.html", context)
