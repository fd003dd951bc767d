"""事件通知: the programs elsewhere that are told what happens to cases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.channels.webhook import ping
from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS
from hotline.records.models import Delivery, Road, RoadEntry
from hotline.records.scope import everything
from hotline.rules.events import EVENTS, SAYS
from hotline.rules.roads import STATES, NotTaken, RoadDown
from hotline.steps.moving import Refused
from hotline.steps.roads.onward import WEBHOOK
from hotline.steps.roads.webhooks import (
    PERMIT,
    add_webhook,
    change_webhook,
    pause_webhook,
    renew_secret,
    resume_webhook,
)

TRIES_SHOWN = 20
VERBS = {
    "webhook_add": "新增",
    "webhook_change": "修改",
    "webhook_renew_secret": "更换密钥",
    "webhook_pause": "停用",
    "webhook_resume": "启用",
}


@for_staff(PERMIT)
def webhooks(request: StaffRequest) -> HttpResponse:
    """GET who is told, POST a new one; its secret is shown this once."""
    if request.method != "POST":
        return _list(request)
    typed = _typed(request)
    try:
        new = add_webhook(**typed, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _list(request, typed=typed, refused=error)
    return _one(request, new.row, secret=new.secret)


@for_staff(PERMIT)
def webhook(request: StaffRequest, webhook: UUID) -> HttpResponse:
    """GET one with its last tries, POST what changes of it."""
    row = _row_or_404(webhook)
    if request.method != "POST":
        return _one(request, row)
    typed = _typed(request)
    try:
        change_webhook(row, **typed, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _one(request, row, typed=typed, refused=error)
    messages.success(request, "已保存，从下一次通知起生效。")
    return redirect("desk:webhook", row.pk)


@for_staff(PERMIT)
@require_POST
def webhook_secret(request: StaffRequest, webhook: UUID) -> HttpResponse:
    """POST: a new secret, shown this once."""
    row = _row_or_404(webhook)
    try:
        secret = renew_secret(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _back(request, row, problem=str(error))
    return _one(request, row, secret=secret)


@for_staff(PERMIT)
@require_POST
def webhook_test(request: StaffRequest, webhook: UUID) -> HttpResponse:
    """POST: send a trial now and say what came of it."""
    row = _row_or_404(webhook)
    try:
        ping(row, at=timezone.now())
    except (RoadDown, NotTaken) as error:
        return _back(request, row, problem=f"测试没有成功：{error}")
    return _back(request, row, done="测试通知已送达。")


@for_staff(PERMIT)
@require_POST
def webhook_pause(request: StaffRequest, webhook: UUID) -> HttpResponse:
    """POST: tell it nothing more for now."""
    row = _row_or_404(webhook)
    try:
        pause_webhook(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _back(request, row, problem=str(error))
    return _back(request, row, done="已停用，没有送达的通知留着，启用后继续发送。")


@for_staff(PERMIT)
@require_POST
def webhook_resume(request: StaffRequest, webhook: UUID) -> HttpResponse:
    """POST: go on."""
    row = _row_or_404(webhook)
    try:
        resume_webhook(row, by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _back(request, row, problem=str(error))
    return _back(request, row, done="已启用。")


def _back(request: HttpRequest, row: Road, *, done: str = "", problem: str = "") -> HttpResponse:
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, done)
    return redirect("desk:webhook", row.pk)


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {
        "name": request.POST.get("name", "").replace("\0", ""),
        "url": request.POST.get("url", "").replace("\0", ""),
        "events": request.POST.getlist("events"),
        "says": request.POST.get("says", "public"),
    }


def _row_or_404(identity: UUID) -> Road:
    row = Road.objects.filter(pk=identity, adapter=WEBHOOK).first()
    if row is None:
        raise Http404
    return row


def _list(
    request: StaffRequest,
    *,
    typed: dict[str, Any] | None = None,
    refused: Exception | None = None,
) -> HttpResponse:
    fresh = {"name": "", "url": "", "events": list(EVENTS), "says": "public"}
    rows = Road.objects.filter(adapter=WEBHOOK).defer("secrets_sealed", "mark")
    context = {
        "rows": rows.order_by("-is_on", "name"),
        **_form(typed or fresh, refused),
        "action": reverse("desk:webhooks"),
    }
    status = INVALID if refused is not None else 200
    return render(request, "desk/webhooks/list.html", context, status=status)


def _one(
    request: StaffRequest,
    row: Road,
    *,
    secret: str = "",
    typed: dict[str, Any] | None = None,
    refused: Exception | None = None,
) -> HttpResponse:
    context = {
        "row": row,
        "secret": secret,
        "tries": _tries(row),
        "entries": [
            (VERBS.get(entry.verb, entry.verb), entry)
            for entry in RoadEntry.objects.filter(road=row)
            .select_related("by")
            .order_by("-at", "-pk")[:TRIES_SHOWN]
        ],
        **_form(typed or {"name": row.name, **row.settings}, refused),
        "action": reverse("desk:webhook", args=[row.pk]),
    }
    status = INVALID if refused is not None else 200
    response = render(request, "desk/webhooks/one.html", context, status=status)
    if secret:
        response.headers["Cache-Control"] = "no-store"
    return response


@everything()
def _tries(row: Road) -> list[tuple[str, Delivery]]:
    """The last events and what became of each, by their identities: no case is named."""
    newest = Delivery.objects.filter(road=row).defer("body_sealed").order_by("-made_at")
    return [(STATES[each.state], each) for each in newest[:TRIES_SHOWN]]


def _form(typed: dict[str, Any], refused: Exception | None) -> dict[str, Any]:
    field = refused.field if isinstance(refused, Refused) else ""
    return {
        "typed": typed,
        "events": EVENTS,
        "says": SAYS,
        "wrong": {field: str(refused)} if field else {},
        "problem": str(refused) if refused is not None and not field else "",
    }
