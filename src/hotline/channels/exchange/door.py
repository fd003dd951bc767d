"""The door of the exchange: only a request that the other side of a road signed gets in, once.

Whoever cannot sign learns nothing: no road, a road that is off, a wrong key and a missing header
are answered alike. Who can is told what is wrong with the clock or the nonce. Whatever is sent, the
answer is never a stack trace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeAlias

import structlog
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from hotline.channels.exchange.bounds import LARGEST_BODY, may_ask
from hotline.channels.exchange.keys import ADAPTER, peer_keys
from hotline.channels.exchange.signing import (
    NOBODY,
    TOLERANCE,
    Signed,
    is_signed_by,
    read_headers,
)
from hotline.records.models import Road
from hotline.records.queries.reference import roads
from hotline.records.scope import everything
from hotline.steps.roads.nonces import is_first

log = structlog.get_logger("hotline.channels")
AGAIN_IN = 5
NOT_SIGNED = "没有有效的签名。"


class Problem(Exception):
    """An answer that ends the request: status, a code for programs, a sentence for people."""

    def __init__(self, status: HTTPStatus, code: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.data = {"error": code, "detail": detail, **more}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was let in."""

    road: Road
    method: str
    body: bytes
    query: Any
    headers: Any
    at: datetime


View: TypeAlias = Callable[..., HttpResponse]


def door(*methods: str) -> Callable[[View], View]:
    """Let signed requests by these methods through to a view, which is given what was `Asked`."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, road: str, **more: str) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, "method", "不支持这种请求方法。")
                with everything():
                    return _kept_from_caches(view(_let_in(request, road), **more))
            except Problem as told:
                return _told(told, methods)
            except DatabaseError as error:
                log.error("exchange_unavailable", exc_info=error)
                return _told(_unavailable(), methods)
            except Exception as error:
                # Whatever it is: the sender keeps the message and tries again, nothing is lost.
                log.error("exchange_failed", exc_info=error)
                return _told(_unavailable(), methods)

        return answer

    return wrap


def _let_in(request: HttpRequest, code: str) -> Asked:
    at = timezone.now()
    body = _body(request)
    signed, road = read_headers(request.headers), _road(code)
    keys = peer_keys(road) if road is not None else NOBODY
    target = request.get_full_path()
    if signed is None or not is_signed_by(keys, signed, request.method or "", target, body):
        raise Problem(HTTPStatus.UNAUTHORIZED, "signature", NOT_SIGNED)
    if road is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "signature", NOT_SIGNED)
    if not may_ask(road.pk):
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "rate", "请求太密，请放慢。")
    _need_new(road, signed, at)
    return Asked(road, request.method or "", body, request.GET, request.headers, at)


def _need_new(road: Road, signed: Signed, at: datetime) -> None:
    """Refuse what was signed too long ago, or was let in before."""
    now = {"now": int(at.timestamp())}
    if abs(signed.at - at) > TOLERANCE:
        detail = "签名时间与本机相差超过 5 分钟，请校准时钟。"
        raise Problem(HTTPStatus.UNAUTHORIZED, "clock", detail, **now)
    if not is_first(road, signed.nonce, at=at):
        detail = "这个请求已经收到过；重发请换新的随机数并重新签名。"
        raise Problem(HTTPStatus.UNAUTHORIZED, "nonce", detail)


def _road(code: str) -> Road | None:
    """The road, where it is one of the exchange and in use."""
    for road in roads().values():
        if road.code == code and road.adapter == ADAPTER and road.is_on:
            return road
    return None


def _body(request: HttpRequest) -> bytes:
    """The body, of which no more is read than the bound allows."""
    try:
        announced = int(request.headers.get("Content-Length") or 0)
        body = request.read(LARGEST_BODY + 1) if announced <= LARGEST_BODY else b""
    except (ValueError, UnreadablePostError, OSError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "cut_off", "请求内容没有传完。") from error
    if announced > LARGEST_BODY or len(body) > LARGEST_BODY:
        largest = {"largest": LARGEST_BODY}
        detail = "请求内容太大，请分开发送。"
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", detail, **largest)
    return body


def _unavailable() -> Problem:
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "暂时不能处理，请稍后重发。")


def _told(told: Problem, methods: tuple[str, ...]) -> HttpResponse:
    answer = JsonResponse(told.data, status=told.status, json_dumps_params={"ensure_ascii": False})
    if told.status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = ", ".join(methods)
    if told.status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        answer.headers["Retry-After"] = str(AGAIN_IN)
    return _kept_from_caches(answer)


def _kept_from_caches(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    return answer
