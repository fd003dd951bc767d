"""POST /cti/events: an exchange tells, in batches, what happened on its line."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus

import structlog
from django.http import HttpRequest, JsonResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hotline.channels.telephone.cti import NotSigned, need_signed, read_batch
from hotline.channels.telephone.events import AgentEvent, CallEvent, Refused, tell
from hotline.records.models import Road
from hotline.rules.arrivals import Unreadable
from hotline.steps.roads.noting import note_heard

REFUSED = "refused"
HEARD_LATELY = timedelta(seconds=30)
Answer = dict[str, str]

log = structlog.get_logger("hotline.telephone")


@csrf_exempt
@require_POST
def cti_events(request: HttpRequest) -> JsonResponse:
    """Each event of the batch by itself: what cannot be keeps no other from being heard."""
    now = timezone.now()
    try:
        body = request.body
    except UnreadablePostError:  # the exchange broke off; it sends again
        return _problem(HTTPStatus.BAD_REQUEST, "", "请求体没有收全，请重新发送。")
    try:
        road = need_signed(request.headers, body, at=now)
    except NotSigned:
        return _problem(HTTPStatus.UNAUTHORIZED, "", "签名、密钥编号、线路代码或时间不对。")
    try:
        batch = read_batch(road, body)
    except Unreadable as reason:
        return _problem(HTTPStatus.BAD_REQUEST, reason.field, reason.detail)
    results = [_heard(event, now) for event in batch]
    _note(road, results, now)
    all_refused = all(result["status"] == REFUSED for result in results)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if all_refused else HTTPStatus.OK
    return JsonResponse({"results": results}, status=status)


def _heard(event: CallEvent | AgentEvent | Unreadable, now: datetime) -> Answer:
    if isinstance(event, Unreadable):
        return {"status": REFUSED, "field": event.field, "detail": event.detail}
    named = {"call": event.call, "id": event.id} if isinstance(event, CallEvent) else {}
    try:
        return {**named, "status": tell(event, at=now)}
    except Refused as problem:
        return {**named, "status": REFUSED, "field": problem.field, "detail": str(problem)}


def _note(road: Road, results: list[Answer], now: datetime) -> None:
    refused = [result["field"] for result in results if result["status"] == REFUSED]
    if refused:
        log.warning("call_events_refused", road=road.code, count=len(refused), fields=refused[:5])
    if road.heard_at is None or now - road.heard_at > HEARD_LATELY:
        note_heard(road, {}, at=now)


def _problem(status: HTTPStatus, field: str, detail: str) -> JsonResponse:
    return JsonResponse({"field": field, "detail": detail}, status=status)
