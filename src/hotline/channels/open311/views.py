"""The addresses of Open311 GeoReport v2, below /open311/."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial, wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from hotline.channels.adapters import adapter_of
from hotline.channels.open311 import adapter as reading
from hotline.channels.open311 import reports
from hotline.channels.open311.services import definition, listed, service, services
from hotline.channels.open311.written import FORMATS, Value, Wrong, answer, refusal
from hotline.records.models import ApiToken, Inbound, Road
from hotline.records.public_number import public_number
from hotline.records.queries.reference import roads
from hotline.records.queries.tokens import token_of
from hotline.records.scope import everything
from hotline.rules.arrivals import Unreadable
from hotline.rules.roads import Incoming
from hotline.rules.workdays import CHINA
from hotline.steps.roads.hear import TAKEN, Heard, hear
from hotline.steps.roads.noting import note_heard
from hotline.steps.setup.use_token import use_token
from hotline.steps.storing.book import LostRace

P = ParamSpec("P")
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2026-11-22T00:00:00+08:00"
MINUTE = timedelta(minutes=1)
LARGEST = 12 * 2**20
LONGEST_KEY = 120
PERMIT = "receive"
_KEY = re.compile(r"[\x21-\x7e]{1,120}")
Asked = Callable[Concatenate[Road, HttpRequest, str, P], HttpResponse]
View = Callable[..., HttpResponse]


def open311(*methods: str) -> Callable[[Asked[P]], View]:
    """A view that answers in the asked format whatever happens, and 404 while no road is open."""

    def decorate(view: Asked[P]) -> View:
        @csrf_exempt
        @never_cache
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: P.args, form: str, **kwargs: P.kwargs
        ) -> HttpResponse:
            form = form if form in FORMATS else "json"
            try:
                road = _road()
                if request.method not in methods:
                    raise Wrong(405, "这个地址不接受这种请求方法。")
                found = view(road, request, form, *args, **kwargs)
            except Wrong as wrong:
                found = refusal(wrong, form)
            found.headers["Access-Control-Allow-Origin"] = "*"
            return found

        return guarded

    return decorate


def _road() -> Road:
    found = (row for row in roads().values() if row.adapter == "open311" and row.is_on)
    road = next(found, None)
    if road is None:
        raise Wrong(404, "本市没有开放 Open311 接口。")
    return road


def _same_place(road: Road, given: Mapping[str, str]) -> None:
    asked = given.get("jurisdiction_id", "")
    if asked and asked != road.settings.get("jurisdiction_id", ""):
        raise Wrong(404, "没有这个 jurisdiction_id。")


@open311("GET", "HEAD")
def discovery(road: Road, request: HttpRequest, form: str) -> HttpResponse:
    """GET where the interface is, and how to get a key."""
    base = request.build_absolute_uri(reverse("open311_services", args=["json"]))
    endpoint: Value = {
        "specification": SPECIFICATION,
        "url": base.removesuffix("/services.json"),
        "changeset": CHANGESET,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    contact = str(road.settings.get("contact", ""))
    said: dict[str, Value] = {
        "changeset": CHANGESET,
        "contact": contact,
        "key_service": contact,
        "endpoints": [endpoint],
    }
    return answer(said, form, ("discovery",))


@open311("GET", "HEAD")
def service_list(road: Road, request: HttpRequest, form: str) -> HttpResponse:
    """GET what can be reported."""
    _same_place(road, request.GET)
    said: Value = [listed(road, row) for row in services(road, _today())]
    return answer(said, form, ("services", "service"))


@open311("GET", "HEAD")
def service_definition(road: Road, request: HttpRequest, form: str, code: str) -> HttpResponse:
    """GET what is asked besides of one service."""
    _same_place(road, request.GET)
    said = definition(road, service(road, code, _today()))
    return answer(said, form, ("service_definition",))


@open311("GET", "HEAD", "POST")
def requests(road: Road, request: HttpRequest, form: str) -> HttpResponse:
    """GET the requests of a span, POST a new one."""
    if request.method == "POST":
        return _file(road, request, form)
    _same_place(road, request.GET)
    asked = {name: text.replace("\0", "") for name, text in request.GET.items()}
    said: Value = reports.many(road, asked, timezone.now())
    return answer(said, form, ("service_requests", "request"))


@open311("GET", "HEAD")
def one_request(road: Road, request: HttpRequest, form: str, number: str) -> HttpResponse:
    """GET one request, as a list of one."""
    _same_place(road, request.GET)
    said: Value = [reports.one(road, number, timezone.now())]
    return answer(said, form, ("service_requests", "request"))


@open311("GET", "HEAD")
def token(road: Road, request: HttpRequest, form: str, token: str) -> HttpResponse:
    """GET the request behind a token; we give the number at once, so the two are the same."""
    _same_place(road, request.GET)
    reports.one(road, token, timezone.now())
    said: Value = [{"service_request_id": token, "token": token}]
    return answer(said, form, ("service_requests", "request"))


def _file(road: Road, request: HttpRequest, form: str) -> HttpResponse:
    at = timezone.now()
    body = _body(request)
    key = _key(request)
    raw = reading.original(request.headers.get("Content-Type", reading.FORM), key, body)
    try:
        fields = reading.fields_of(raw)
    except Unreadable as error:
        raise Wrong(400, error.detail) from error
    caller = _caller(fields.get("api_key", ""), at)
    _same_place(road, fields)
    if not fields.get("service_code"):
        raise Wrong(400, "缺少 service_code。")
    _need_few(road, caller, at)
    heard = _taken(road, raw, key, caller, at)
    note_heard(road, {}, at=at)
    return _told(heard, form)


def _body(request: HttpRequest) -> bytes:
    try:
        size = int(request.headers.get("Content-Length") or 0)
    except ValueError as error:
        raise Wrong(400, "Content-Length 不是数字。") from error
    if size > min(LARGEST, settings.DATA_UPLOAD_MAX_MEMORY_SIZE or LARGEST):
        raise Wrong(413, "请求太大；请缩小图片后再发。")
    try:
        return request.body
    except RequestDataTooBig as error:
        raise Wrong(413, "请求太大；请缩小图片后再发。") from error
    except UnreadablePostError as error:
        raise Wrong(400, "请求没有发完。") from error


def _key(request: HttpRequest) -> str:
    given = request.headers.get(reading.KEY, "")
    if given and not _KEY.fullmatch(given):
        raise Wrong(400, f"Idempotency-Key 应为 1 至 {LONGEST_KEY} 个可见的 ASCII 字符。")
    return given


def _caller(secret: str, at: datetime) -> ApiToken:
    """The program behind an api_key that may hand in what citizens report."""
    found = token_of(secret, at) if secret else None
    if found is None or not found.staff.may(PERMIT):
        raise Wrong(403, "缺少 api_key，或它无效、已到期、没有报送的权限。")
    use_token(found, at=at)
    return found


@everything()
def _need_few(road: Road, caller: ApiToken, at: datetime) -> None:
    given = str(road.settings.get("per_minute") or "60")
    most = int(given) if given.isascii() and given.isdigit() else 60
    lately = Inbound.objects.filter(
        road=road, received_at__gt=at - MINUTE, facts__token=str(caller.pk)
    )
    if len(lately.values_list("pk")[: most + 1]) >= most:
        raise Wrong(429, f"每分钟最多 {most} 件，请稍后再发。")


def _taken(road: Road, raw: bytes, key: str, caller: ApiToken, at: datetime) -> Heard:
    """Have it heard once; the sender's own key is one of its own program only.

    What cannot be right is told to the caller and not kept: whoever sent it is there to mend it.
    """
    try:
        read = reading_of(road, caller, key, at)
        read(raw)
        return hear(road, raw, read, at=at)
    except Unreadable as error:
        raise Wrong(400, error.detail) from error
    except LostRace as error:
        raise Wrong(503, "系统正忙，请用同一个 Idempotency-Key 再发一次。") from error


def reading_of(road: Road, caller: ApiToken, key: str, at: datetime) -> Callable[[bytes], Incoming]:
    """How a report of this program is read: under a name of its own, which without a key of the
    sender's holds for the day."""
    day = at.astimezone(CHINA).date().isoformat()
    return partial(_read, road, caller, "" if key else day)


def _read(road: Road, caller: ApiToken, day: str, raw: bytes) -> Incoming:
    found = adapter_of(road).read(road, raw)
    name = ":".join(each for each in (f"t{caller.pk}", day, found.key) if each)
    arrival = found.arrival
    assert arrival is not None  # noqa: S101 - of a `new` one it is there
    return replace(
        found,
        key=name,
        about=name,
        arrival=replace(arrival, key=name),
        facts={"token": str(caller.pk)},
    )


def _told(heard: Heard, form: str) -> HttpResponse:
    row = heard.inbound
    if row.state != TAKEN or row.case_id is None:
        raise Wrong(409 if row.reason == "changed_content" else 400, row.detail)
    said: Value = [
        {
            "service_request_id": public_number(row.case_id),
            "service_notice": "已收到，工作人员核对后办理；用这个编号查询进展。",
            "account_id": "",
        }
    ]
    return answer(said, form, ("service_requests", "request"), status=201 if heard.is_new else 200)


def _today() -> date:
    return timezone.now().astimezone(CHINA).date()
