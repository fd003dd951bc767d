"""The addresses that WeChat and the mini-program call."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps
from typing import Any

from django.core import signing
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from hotline.channels.adapters import adapter_of
from hotline.channels.wechat.api import Refused, signed_in
from hotline.documents.wechat_envelope import (
    LARGEST,
    NotWeChat,
    fields_of,
    is_signed,
    opened,
    sealed,
    signature,
    written,
)
from hotline.records.models import Road
from hotline.records.public_number import public_number
from hotline.records.queries.roads import secrets_of
from hotline.records.sealing import digest
from hotline.rules.roads import Incoming, RoadDown
from hotline.rules.wechat import Said, Talk
from hotline.steps.moving import Refused as StepRefused
from hotline.steps.roads.converse import converse
from hotline.steps.roads.hear import Heard, hear, known_as
from hotline.steps.roads.noting import note_heard
from hotline.steps.storing.book import LostRace, defer

TOLERANCE = 600
SIGNED_FOR = 7200
SALT = "hotline.wechat.mini"
LONGEST_CODE = 200
View = Callable[[HttpRequest, Road], HttpResponse]


def on_road(*methods: str) -> Callable[[View], Callable[[HttpRequest, str], HttpResponse]]:
    """A view of one account; where that is not open there is nothing."""

    def decorate(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
        @csrf_exempt
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, code: str) -> HttpResponse:
            rows = Road.objects.filter(code=code.replace("\0", ""), adapter="wechat", is_on=True)
            road = rows.select_related("channel").first()
            if road is None:
                raise Http404
            if request.method not in methods:
                return HttpResponse(status=405)
            try:
                if len(request.body) > LARGEST:
                    return HttpResponse(status=413)
            except (RequestDataTooBig, UnreadablePostError):
                return HttpResponse(status=413)
            return view(request, road)

        return guarded

    return decorate


@on_road("GET", "POST")
def wechat(request: HttpRequest, road: Road) -> HttpResponse:
    """GET proves to WeChat that this is ours, POST takes a message and answers it."""
    secrets, asked = secrets_of(road), request.GET
    stamp, nonce = asked.get("timestamp", ""), asked.get("nonce", "")
    if not _is_fresh(stamp) or not is_signed(
        asked.get("signature", ""), secrets.get("token", ""), stamp, nonce
    ):
        return HttpResponse(status=403)
    if request.method == "GET":
        return HttpResponse(asked.get("echostr", "")[:200], content_type="text/plain")
    try:
        fields = _opened(request, road, secrets, stamp, nonce)
        person, identity = fields["FromUserName"], _identity(fields)
    except (NotWeChat, KeyError):
        return HttpResponse(status=400)
    at = timezone.now()
    file = partial(_file, road, person, identity)
    try:
        reply = converse(road, person, identity, _said(fields), file, at=at)
    except LostRace:
        return HttpResponse(status=503)  # WeChat asks again
    note_heard(road, {}, at=at)
    if not reply:
        return HttpResponse("success", content_type="text/plain")
    return _answered(fields, reply, road, secrets, nonce)


def _is_fresh(stamp: str) -> bool:
    is_number = stamp.isascii() and stamp.isdigit() and len(stamp) <= 12  # noqa: PLR2004
    return is_number and abs(timezone.now().timestamp() - int(stamp)) <= TOLERANCE


def _opened(
    request: HttpRequest, road: Road, secrets: dict[str, str], stamp: str, nonce: str
) -> dict[str, str]:
    """The fields of a message; with a key set, only an encrypted one is taken."""
    fields = fields_of(request.body)
    key = secrets.get("aes_key", "")
    if not key:
        return fields
    closed = fields.get("Encrypt", "")
    given = request.GET.get("msg_signature", "")
    if not is_signed(given, secrets["token"], stamp, nonce, closed):
        raise NotWeChat("signature")
    return fields_of(opened(closed, key, str(road.settings.get("app", ""))))


def _identity(fields: dict[str, str]) -> str:
    """What names a message: its MsgId; of an event who and when, as WeChat advises."""
    named = fields.get("MsgId") or f"{fields['FromUserName']}{fields['CreateTime']}"
    return f"{named}{fields.get('EventKey', '')}"[:150]


def _said(fields: dict[str, str]) -> Said:
    kind = fields.get("MsgType", "")
    if kind == "text":
        return Said("text", _clean(fields.get("Content", "")))
    if kind == "voice":
        words = _clean(fields.get("Recognition", ""))
        return Said("text", words) if words else Said("other")
    if kind == "image":
        return Said("image", _clean(fields.get("MediaId", ""))[:200])
    if kind == "location":
        point = f"{fields.get('Location_X', '')},{fields.get('Location_Y', '')}"
        return Said("location", _clean(f"{fields.get('Label', '')}（{point}）"))
    event = fields.get("Event", "").lower()
    if event == "click":
        return Said("click", _clean(fields.get("EventKey", "")))
    known = ("subscribe", "unsubscribe")
    return Said(event if event in known else "unsubscribe")  # the others want no answer


def _clean(text: str) -> str:
    return text.replace("\0", "").strip()


def _file(road: Road, person: str, identity: str, talk: Talk) -> Heard:
    """Hand in what a conversation came to; its pictures are fetched afterwards."""
    said = {"text": talk.text, "place": talk.place, "phone": talk.phone}
    heard = _handed_in(road, person, f"chat:{identity}", {**said, "pictures": talk.pictures})
    if heard.is_new and heard.case is not None and talk.pictures:
        job = {"road": str(road.pk), "case": str(heard.case.pk), "media": list(talk.pictures)}
        defer("fetch_wechat_pictures", job)
    return heard


def _handed_in(road: Road, person: str, key: str, said: dict[str, Any]) -> Heard:
    known = known_as(road, key)
    if known is not None:
        return Heard(known, is_new=False)
    at = timezone.now()
    body = {"key": key, "openid": person, "at": at.isoformat(), **said}
    raw = json.dumps(body, ensure_ascii=False).encode()
    return hear(road, raw, partial(_read, road), at=at)


def _read(road: Road, raw: bytes) -> Incoming:
    found = adapter_of(road).read(road, raw)
    index = digest(found.return_to["openid"].encode()).hex()[:16]
    return replace(found, facts={"person": index})


def _answered(
    fields: dict[str, str], reply: str, road: Road, secrets: dict[str, str], nonce: str
) -> HttpResponse:
    stamp = str(int(timezone.now().timestamp()))
    body = written(
        {
            "ToUserName": fields["FromUserName"],
            "FromUserName": fields.get("ToUserName", ""),
            "CreateTime": stamp,
            "MsgType": "text",
            "Content": reply,
        }
    )
    key = secrets.get("aes_key", "")
    if key:
        closed = sealed(body, key, str(road.settings.get("app", "")))
        mark = signature(secrets["token"], stamp, nonce, closed)
        body = written(
            {"Encrypt": closed, "MsgSignature": mark, "TimeStamp": stamp, "Nonce": nonce}
        )
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


@on_road("POST")
def login(request: HttpRequest, road: Road) -> HttpResponse:
    """POST the code of the mini-program for a token that signs the person in for two hours."""
    code = str(_json(request).get("code", ""))
    if not code or len(code) > LONGEST_CODE:
        return _problem(422, "缺少登录凭证 code。")
    try:
        person = signed_in(road, code)
    except Refused:
        return _problem(403, "登录凭证无效，请重新进入小程序。")
    except RoadDown as down:
        return _problem(503, str(down))
    return JsonResponse({"token": signing.dumps([str(road.pk), person], salt=SALT)})


@on_road("POST")
def requests(request: HttpRequest, road: Road) -> HttpResponse:
    """POST a matter of a person who is signed in; the same key again is the same matter."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        whose, person = signing.loads(given, salt=SALT, max_age=SIGNED_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return _problem(401, "登录已过期，请重新进入小程序。")
    said, key = _json(request), str(_json(request).get("key", ""))
    if whose != str(road.pk) or not key or len(key) > 60:  # noqa: PLR2004
        return _problem(422, "缺少 key：每件诉求一个编号，重发时不变。")
    wanted = {name: str(said.get(name, "")) for name in ("text", "place", "phone")}
    name = f"mini:{digest(person.encode()).hex()[:16]}:{key}"
    try:
        heard = _handed_in(road, person, name, wanted)
    except (LostRace, StepRefused):
        return _problem(503, "请稍后再试。")
    if heard.case is None:
        return _problem(422, heard.inbound.detail)
    told = {"receipt": heard.case.receipt, "id": public_number(heard.case.pk)}
    return JsonResponse(told, status=201 if heard.is_new else 200)


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _problem(status: int, detail: str) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)
