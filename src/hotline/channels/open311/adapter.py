"""Open311: reads a report as a program sent it, a form with or without files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.parser import BytesHeaderParser
from io import BytesIO
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from hotline.channels.open311.services import attributes, service
from hotline.channels.open311.written import Wrong
from hotline.channels.shape import NothingToSend, Original, Sent, Setting
from hotline.records.models import Delivery, Road, Topic
from hotline.records.sealing import digest
from hotline.rules.arrivals import LIMITS, Arrival, Unreadable
from hotline.rules.roads import Incoming, IncomingFile
from hotline.rules.workdays import CHINA

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
KEY = "Idempotency-Key"
MOST_FILES = 6
MOST_FIELDS = 200
LONGEST = {"email": 200, "device_id": 200, "account_id": 200, "media_url": 1000, "address_id": 200}
_COORDINATE = re.compile(r"-?\d{1,3}(\.\d{1,12})?")
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
_PHONE = re.compile(r"[+0-9][0-9 ()-]{2,30}")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Open311:
    """Takes reports; whoever reported asks how far it is, so nothing is sent."""

    name = "Open311 GeoReport v2"
    settings: tuple[Setting, ...] = (
        Setting("jurisdiction_id", "辖区编号", "如 siping.gov.cn；请求里写了别的就拒绝"),
        Setting("services", "开放的问题分类", "分类代码，用顿号分开；不填为全部", required=False),
        Setting("attributes", "补充问题", "JSON：分类代码对问题的列表", required=False),
        Setting("contact", "联系方式", "写给接入的开发者", required=False),
        Setting("per_minute", "每个密钥每分钟最多几件", required=False, default="60"),
    )
    fetches = False
    sends = False

    def read(self, road: Road, raw: bytes) -> Incoming:
        """A report: the headers that matter, an empty line, and the body as it was sent."""
        fields, files, key, at = _parted(raw)
        try:
            topic = service(road, _one(fields, "service_code", 40), at.astimezone(CHINA).date())
            return Incoming(
                key=key,
                kind="new",
                about=key,
                arrival=_arrival(road, fields, topic, key, at),
                files=tuple(files),
                return_to=_return_to(fields),
            )
        except Wrong as wrong:
            raise Unreadable("not_open311", "", wrong.description) from wrong

    def fetch(self, road: Road, *, at: datetime) -> Iterator[Original]:
        """Nothing has to be fetched: programs send."""
        return iter(())

    def send(self, road: Road, row: Delivery, *, at: datetime) -> Sent:
        """Whoever reported asks."""
        raise NothingToSend("Open311 由对方自行查询进展，不需要发送。")


def original(content_type: str, key: str, body: bytes) -> bytes:
    """What is kept of a report: the two headers that it is read by, and the body untouched."""
    return f"Content-Type: {content_type}\r\n{KEY}: {key}\r\n\r\n".encode() + body


def fields_of(raw: bytes) -> Mapping[str, str]:
    """The fields of a report, the last of each name; raises Unreadable."""
    return dict(_parted(raw)[0].items())


def _parted(raw: bytes) -> tuple[QueryDict, list[IncomingFile], str, datetime]:
    head, _, body = raw.partition(b"\r\n\r\n")
    headers = BytesHeaderParser().parsebytes(head + b"\r\n\r\n")
    kind = str(headers.get("Content-Type", ""))
    key = str(headers.get(KEY, "")) or f"sm3:{digest(raw).hex()}"
    at = _moment(str(headers.get("Date", "")))
    try:
        if kind.split(";", maxsplit=1)[0].strip().lower() == MULTIPART:
            fields, files = _multipart(kind, body)
        else:
            fields, files = QueryDict(body, encoding="utf-8"), []
        if len(fields) > MOST_FIELDS:
            raise Unreadable("too_many_fields", "", "请求的字段太多。")
    except (ValueError, MultiPartParserError, LookupError, OverflowError) as error:
        raise Unreadable("unreadable", "", "请求的正文无法解析，请核对格式和编码。") from error
    return fields, files, key, at


def _moment(given: str) -> datetime:
    """When it was sent, where somebody noted that; else now. What is sent again has to be the same
    bytes, so our own notes say nothing of it."""
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        return timezone.now()
    return found if found.tzinfo is not None else timezone.now()


def _multipart(kind: str, body: bytes) -> tuple[QueryDict, list[IncomingFile]]:
    meta = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
    handler = _InMemory()
    fields, sent = MultiPartParser(meta, BytesIO(body), [handler], "utf-8").parse()
    files: MultiValueDict[str, Any] = sent
    found = [each for name in files for each in files.getlist(name)]
    if len(found) > MOST_FILES:
        raise Unreadable("too_many_files", "media", f"一次最多附 {MOST_FILES} 个文件。")
    return fields, [IncomingFile(each.name or "media", each.read()) for each in found]


class _InMemory(MemoryFileUploadHandler):
    """Keeps files of any size in memory: how large the whole may be was asked before."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Never leaves a file to another handler."""
        self.activated = True


def _arrival(road: Road, fields: QueryDict, topic: Topic, key: str, at: datetime) -> Arrival:
    text = _one(fields, "description", LIMITS["text"])
    answered = _answered(road, fields, topic)
    media = _one(fields, "media_url", LONGEST["media_url"])
    parts = [text or topic.name, *answered]
    if media:
        parts.append(f"诉求人给出的图片地址（未打开）：{media}")
    phone = _one(fields, "phone", LIMITS["sender_phone"])
    if phone and not _PHONE.fullmatch(phone):
        raise Wrong(400, "phone 不是电话号码。")
    name = _one(fields, "last_name", 50) + _one(fields, "first_name", 50)
    return Arrival(
        channel="open311",
        key=key,
        text="\n".join(parts),
        arrived_at=at,
        sender_name=name,
        sender_phone=phone,
        place=_place(fields),
        topic=topic.code,
    )


def _place(fields: QueryDict) -> str:
    """Where it is, as the caller says it: words, or a number of ours, or a point (WGS 84)."""
    words = _one(fields, "address_string", LIMITS["place"])
    number = _one(fields, "address_id", LONGEST["address_id"])
    point = _point(fields)
    if not (words or number or point):
        raise Wrong(400, "请给出地点：lat 与 long，或 address_string，或 address_id。")
    return "；".join(each for each in (words, number, point) if each)[: LIMITS["place"]]


def _point(fields: QueryDict) -> str:
    lat, long = _one(fields, "lat", 20), _one(fields, "long", 20)
    if not lat and not long:
        return ""
    if not (_COORDINATE.fullmatch(lat) and _COORDINATE.fullmatch(long)):
        raise Wrong(400, "lat、long 应为十进制度数。")
    if abs(float(lat)) > 90 or abs(float(long)) > 180:  # noqa: PLR2004 - of the globe
        raise Wrong(400, "lat、long 超出范围。")
    return f"北纬 {lat}，东经 {long}（WGS 84）"


def _answered(road: Road, fields: QueryDict, topic: Topic) -> list[str]:
    """The answers to what is asked of this service, each as a line of the matter's text."""
    lines = []
    for asked in attributes(road, topic):
        assert isinstance(asked, dict)  # noqa: S101 - made by services.py
        name = str(asked["code"])
        given = fields.getlist(f"attribute[{name}]") or fields.getlist(f"attribute[{name}][]")
        given = [_clean(f"attribute[{name}]", each, 500) for each in given]
        known = {each["key"]: each["name"] for each in asked["values"]}
        if asked["required"] and not any(given):
            raise Wrong(400, f"缺少 attribute[{name}]（{asked['description']}）。")
        if known and any(each not in known for each in given if each):
            raise Wrong(400, f"attribute[{name}] 不在可选的值里。")
        if any(given):
            said = "、".join(str(known.get(each, each)) for each in given if each)
            lines.append(f"{asked['description']}：{said}")
    return lines


def _return_to(fields: QueryDict) -> dict[str, str]:
    """What only this caller could be answered by; kept sealed."""
    mail = _one(fields, "email", LONGEST["email"])
    if mail and not _MAIL.fullmatch(mail):
        raise Wrong(400, "email 不是邮箱地址。")
    names = ("device_id", "account_id")
    found = {name: _one(fields, name, LONGEST[name]) for name in names}
    return {name: text for name, text in {"email": mail, **found}.items() if text}


def _one(fields: QueryDict, name: str, limit: int) -> str:
    return _clean(name, fields.get(name, ""), limit)


def _clean(name: str, given: str, limit: int) -> str:
    text = str(given).strip()
    if len(text) > limit:
        raise Wrong(400, f"{name} 超过 {limit} 个字。")
    if _UNSTORABLE.search(text):
        raise Wrong(400, f"{name} 里有不能保存的字符。")
    return text
