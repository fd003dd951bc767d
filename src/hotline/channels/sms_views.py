"""The addresses to which the city's SMS gateway posts: answers of citizens, and what arrived."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial, wraps
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from hotline.channels.adapters import adapter_of
from hotline.channels.signed import is_signed
from hotline.records.models import Road
from hotline.records.queries.roads import secrets_of
from hotline.steps.roads.hear import hear
from hotline.steps.roads.noting import note_heard
from hotline.steps.roads.texts import note_receipt
from hotline.steps.storing.book import LostRace

LARGEST = 64 * 1024
View = Callable[[HttpRequest, Road, bytes], HttpResponse]


def from_gateway(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Let in what the gateway of this road has signed; there is nothing here for anybody else."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, code: str) -> HttpResponse:
        road = Road.objects.filter(code=code.replace("\0", ""), adapter="sms", is_on=True)
        found = road.select_related("channel").first()
        if found is None:
            raise Http404
        if request.method != "POST":
            return _said(405, "请用 POST。")
        try:
            body = request.body
        except (RequestDataTooBig, UnreadablePostError):
            return _said(413, "请求太大。")
        if len(body) > LARGEST:
            return _said(413, "请求太大。")
        now = timezone.now().timestamp()
        if not is_signed(request, secrets_of(found).get("callback", ""), now):
            return _said(401, "签名不对，或时间相差超过 5 分钟。")
        return view(request, found, body)

    return guarded


@from_gateway
def incoming(request: HttpRequest, road: Road, body: bytes) -> HttpResponse:
    """POST: somebody sent a message to the office's number. 200 means kept, whatever it says."""
    at = timezone.now()
    try:
        heard = hear(road, body, partial(adapter_of(road).read, road), at=at)
    except LostRace:
        return _said(503, "请稍后重发。")
    note_heard(road, {}, at=at)
    return JsonResponse({"state": heard.inbound.state, "is_new": heard.is_new})


@from_gateway
def receipt(request: HttpRequest, road: Road, body: bytes) -> HttpResponse:
    """POST: whether a message that we sent reached the telephone."""
    try:
        told = json.loads(body)
        identity, state = UUID(str(told["id"])), str(told["state"])
        reason = str(told.get("reason", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _said(400, "回执不是约定的 JSON 格式。")
    if state not in ("delivered", "failed"):
        return _said(400, "state 只能是 delivered 或 failed。")
    is_known = note_receipt(road, identity, state, reason=reason, at=timezone.now())
    return JsonResponse({"is_known": is_known})


def _said(status: int, detail: str) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)
