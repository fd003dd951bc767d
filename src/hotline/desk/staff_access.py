"""人员 · 登录和移交: a person's second factors, sessions and lock, and what waits for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import REFUSALS
from hotline.records.models import Staff
from hotline.records.queries.accounts import factors_of, live_sessions, same_house
from hotline.records.queries.locks import locked_until
from hotline.records.queries.staff import person_called
from hotline.rules.second_factor import KINDS
from hotline.steps.access.factors import take_factors
from hotline.steps.access.hand_over import waiting_for
from hotline.steps.access.sessions import end_sessions
from hotline.steps.access.unlock import unlock

PERMIT = "manage_staff"
Step = Callable[..., object]


def access_of(person: Staff, now: datetime) -> dict[str, Any]:
    """What the account's page tells of signing in, and of what a successor has to take over."""
    if not person.is_active:
        return {}
    waiting = waiting_for(person)
    return {
        "factors": [(KINDS[row.kind], row) for row in factors_of(person)],
        "sessions": list(live_sessions(person, now)),
        "locked_until": locked_until(person.username),
        "waiting": [(each.name, count) for each, count in waiting],
        "successors": same_house(person).exclude(pk=person.pk) if waiting else [],
    }


def successor_of(request: StaffRequest, person: Staff) -> Staff | None:
    """The colleague who was chosen to take over; None for nobody and for a stranger."""
    chosen = request.POST.get("successor", "")
    return next((p for p in same_house(person) if str(p.pk) == chosen and p.pk != person.pk), None)


@for_staff(PERMIT)
@require_POST
def factors(request: StaffRequest, person: int) -> HttpResponse:
    """POST that a person has lost their second factors."""
    return _done(request, person, take_factors, "已清除二次验证，登录已全部结束。")


@for_staff(PERMIT)
@require_POST
def sessions(request: StaffRequest, person: int) -> HttpResponse:
    """POST that a person's sessions end."""
    return _done(request, person, end_sessions, "登录已全部结束。")


@for_staff(PERMIT)
@require_POST
def lock(request: StaffRequest, person: int) -> HttpResponse:
    """POST that a person may try their password again."""
    return _done(request, person, unlock, "已解除锁定，可以立即登录。")


def _done(request: StaffRequest, pk: int, step: Step, said: str) -> HttpResponse:
    row = person_called(pk)
    if row is None:
        raise Http404
    try:
        step(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{row.name}：{said}")
    return redirect("desk:person", pk)
