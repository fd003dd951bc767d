"""What the other side can ask at our end: hand messages over, fetch those it missed, move files."""

from __future__ import annotations

import re
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError
from django.http import HttpResponse, JsonResponse

from hotline.channels.exchange.bounds import LARGEST_LINE, MOST_LINES
from hotline.channels.exchange.composing import compose
from hotline.channels.exchange.door import Asked, Problem, door
from hotline.channels.exchange.messages import read_message
from hotline.channels.exchange.reading import read
from hotline.channels.shape import NotYetReady
from hotline.records.attachment_content import content_of
from hotline.records.models import Attachment, Delivery, Inbound, Road
from hotline.rules.arrivals import Unreadable
from hotline.rules.attachments import SERVED
from hotline.steps.moving import Refused
from hotline.steps.roads.bodies import bodies_of
from hotline.steps.roads.file_parts import Kept, keep_part, kept_of, missing
from hotline.steps.roads.hear import Heard, hear
from hotline.steps.storing.book import LostRace

PAGE = 100
LARGEST_FILE = 512 * 1024 * 1024
NDJSON = "application/x-ndjson"
RANGE = re.compile(r"bytes (?:(\d{1,12})-(\d{1,12})|\*)/(\d{1,12})", re.ASCII)
BAD_RANGE = "Content-Range 应为“bytes 起-止/总长”，且与内容相符。"
# The worst of a batch is its answer: whoever looks at the status alone misses nothing.
STATUS = {
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "files_missing": HTTPStatus.CONFLICT,
    "held": HTTPStatus.UNPROCESSABLE_ENTITY,
}
SETTLED = {"taken": "repeated", "released": "repeated", "waiting": "waiting"}
Result = dict[str, Any]


@door("POST", "GET")
def messages(asked: Asked) -> HttpResponse:
    """Take messages in, one per line; or give those that we said after a key."""
    return _give(asked) if asked.method == "GET" else _take(asked)


def _take(asked: Asked) -> HttpResponse:
    lines = [line for line in asked.body.split(b"\n") if line.strip()]
    if not lines:
        raise Problem(HTTPStatus.BAD_REQUEST, "empty", "请求里没有来文。")
    if len(lines) > MOST_LINES:
        detail = f"一次最多 {MOST_LINES} 件。"
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many", detail, largest=MOST_LINES)
    results = [_taken(asked, line) for line in lines]
    states = {result["state"] for result in results}
    status = next((code for state, code in STATUS.items() if state in states), HTTPStatus.OK)
    answer = JsonResponse(
        {"results": results}, status=status, json_dumps_params={"ensure_ascii": False}
    )
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "1"
    return answer


def _taken(asked: Asked, line: bytes) -> Result:
    """One message, in a transaction of its own; what is answered is stored."""
    road = asked.road
    key, lacking = _first_look(road, line)
    if lacking:
        return {"key": key, "state": "files_missing", "missing": [each.hex() for each in lacking]}
    try:
        heard = hear(road, line, partial(_read, road), at=asked.at)
    except (LostRace, IntegrityError, OperationalError):
        return {"key": key, "state": "busy"}
    return _result(key, heard)


def _first_look(road: Road, line: bytes) -> tuple[str, list[bytes]]:
    """The key of a line, and its files that are not here; a known message needs none."""
    try:
        message = read_message(line)
    except Unreadable:
        return "", []
    marks = [bytes.fromhex(each.sm3) for each in message.files]
    lacking = missing(road, marks)
    if lacking and Inbound.objects.filter(road=road, key=message.key).exists():
        lacking = []
    return message.key, lacking


def _read(road: Road, line: bytes) -> Any:
    if len(line) > LARGEST_LINE:
        raise Unreadable("too_long", "", "来文超过 1 MB，请把长的内容作为附件。")
    return read(road, line)


def _result(key: str, heard: Heard) -> Result:
    kept = heard.inbound
    state = "taken" if heard.is_new and kept.state == "taken" else SETTLED.get(kept.state, "held")
    result: Result = {"key": key, "state": state}
    if heard.case is not None:
        result["number"] = heard.case.number
    if state == "held":
        result |= {"reason": kept.reason, "detail": kept.detail}
    return result


def _give(asked: Asked) -> HttpResponse:
    """What we said on this road after a key, the earliest first; each as it is sent itself."""
    said = Delivery.objects.filter(road=asked.road, state__in=("waiting", "sent", "failed"))
    after = asked.query.get("after", "")
    if after:
        try:
            said = said.filter(pk__gt=UUID(after))
        except ValueError as error:
            detail = "after 应为本方来文的 key。"
            raise Problem(HTTPStatus.BAD_REQUEST, "after", detail) from error
    hanging = ("road", "case__citizen", "contact", "assignment")
    rows = list(said.select_related(*hanging).order_by("pk")[:PAGE])
    composed: dict[UUID, bytes] = {}
    ready: list[Delivery] = []
    for row in rows:
        if row.body_sealed is None:
            try:
                composed[row.pk] = compose(row)
            except NotYetReady:
                break  # what comes after it would be told before it
        ready.append(row)
    bodies = bodies_of(ready, composed)
    return HttpResponse(
        b"".join(bodies[row.pk] + b"\n" for row in ready), content_type=f"{NDJSON}; charset=utf-8"
    )


@door("PUT", "GET")
def files(asked: Asked, sm3: str) -> HttpResponse:
    """Take a file in, whole or in pieces; or give one that goes with a message of this road."""
    mark = bytes.fromhex(sm3)
    return _give_file(asked, mark) if asked.method == "GET" else _take_file(asked, mark)


def _take_file(asked: Asked, mark: bytes) -> HttpResponse:
    start, size = _range(asked)
    if size > LARGEST_FILE:
        detail = "文件太大。"
        raise Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", detail, largest=LARGEST_FILE
        )
    if not asked.body:
        return _state_of(kept_of(asked.road, mark))
    try:
        return _state_of(keep_part(asked.road, mark, size, start, asked.body, at=asked.at))
    except Refused as refusal:
        have = kept_of(asked.road, mark).have
        status = HTTPStatus.CONFLICT if refusal.field == "start" else HTTPStatus(422)
        raise Problem(status, refusal.field, str(refusal), have=have) from refusal


def _range(asked: Asked) -> tuple[int, int]:
    """From which byte on the body is, and of how many in all."""
    written = asked.headers.get("Content-Range", "")
    if not written:
        return 0, len(asked.body)
    found = RANGE.fullmatch(written)
    if found is None:
        raise Problem(HTTPStatus.BAD_REQUEST, "range", BAD_RANGE)
    first, last, size = found.groups()
    start, length = int(first or 0), int(last or -1) - int(first or 0) + 1
    if length != len(asked.body) or start + length > int(size):
        raise Problem(HTTPStatus.BAD_REQUEST, "range", BAD_RANGE)
    return start, int(size)


def _state_of(kept: Kept) -> HttpResponse:
    data = {"have": kept.have, "size": kept.size, "whole": kept.is_whole}
    return JsonResponse(data, status=HTTPStatus.CREATED if kept.is_whole else HTTPStatus.OK)


def _give_file(asked: Asked, mark: bytes) -> HttpResponse:
    """A file of a case that we told this road of; there is none for any other."""
    of_road = Delivery.objects.filter(road=asked.road, kind__in=("new", "result")).values("case")
    found = Attachment.objects.filter(
        digest=mark, case__in=of_road, removed_at=None, state__in=SERVED
    )
    row = found.first()
    if row is None:
        raise Problem(HTTPStatus.NOT_FOUND, "file", "没有这个文件。")
    return HttpResponse(content_of(row), content_type="application/octet-stream")
