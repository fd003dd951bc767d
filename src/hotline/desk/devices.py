"""登录的设备: where one is signed in, and the end of what is not wanted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.signed_in import row_of
from hotline.records.queries.accounts import live_sessions
from hotline.steps.access.sessions import end_sessions
from hotline.steps.moving import Refused


@for_staff()
@require_safe
def devices(request: StaffRequest) -> HttpResponse:
    """GET one's own sessions."""
    sessions = live_sessions(request.user, timezone.now())
    return render(request, "desk/devices.html", {"sessions": sessions, "here": row_of(request)})


@for_staff()
@require_POST
def end(request: StaffRequest, session: int) -> HttpResponse:
    """POST that one of them ends."""
    if session == row_of(request):
        messages.error(request, "这是正在使用的登录；要结束它，请点“退出”。")
        return redirect("desk:devices")
    return _ended(request, only=session)


@for_staff()
@require_POST
def end_others(request: StaffRequest) -> HttpResponse:
    """POST that all but this one end."""
    return _ended(request, only=None)


def _ended(request: StaffRequest, *, only: int | None) -> HttpResponse:
    here, person = row_of(request), request.user
    try:
        count = end_sessions(person, by=person, at=timezone.now(), only=only, keep=here)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已结束 {count} 处登录。")
    return redirect("desk:devices")
