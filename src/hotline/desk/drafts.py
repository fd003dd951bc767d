"""草稿: what a person types into a form marked `data-draft`, kept while they type.

The page saves (`static/desk/drafts.js`); the door forgets a draft when its form was sent. Only the
person's own drafts exist here, whatever the key.
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID
from hotline.records.models import Draft
from hotline.records.sealing import SealBroken
from hotline.steps.keep_draft import drop_drafts, keep_draft

LARGEST = 200_000
MOST_FORMS = 40
KEY = re.compile(r"[\w.-]{1,100}")
TOO_LARGE = 413
OTHER_PERSON = 409


@for_staff()
@require_safe
def drafts(request: StaffRequest) -> HttpResponse:
    """GET the drafts of the forms on a page: ?key=…&key=…"""
    keys = request.GET.getlist("key")[:MOST_FORMS]
    rows = Draft.objects.filter(pk__in=[Draft.identity(request.user, key) for key in keys])
    return JsonResponse({"drafts": {row.key: told for row in rows if (told := _told(row))}})


@for_staff()
@require_http_methods(["PUT", "DELETE"])
def draft(request: StaffRequest, key: str) -> HttpResponse:
    """PUT what is typed by now, DELETE what is given up."""
    if request.method == "DELETE":
        drop_drafts([key], by=request.user)
        return JsonResponse({})
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return _refused("内容过长，草稿没有保存；请缩短后再试，或尽快提交。", TOO_LARGE)
    sent = _read(request.body)
    if sent is None or not KEY.fullmatch(key):
        return _refused("草稿的内容无法识别，没有保存；请刷新页面。", INVALID)
    if sent["person"] != request.user.pk:
        return _refused("本页由另一人打开，草稿没有保存；请刷新页面。", OTHER_PERSON)
    fields = json.dumps(sent["fields"], ensure_ascii=False)
    now = timezone.now()
    row, is_overtaken = keep_draft(key, fields, seen=sent["version"], by=request.user, at=now)
    saved = timezone.localtime(row.saved_at)
    told = {"version": row.version, "saved": f"{saved:%H:%M:%S}", "overtaken": is_overtaken}
    return JsonResponse(told)


def _read(body: bytes) -> dict[str, Any] | None:
    """What the page sent: whose it is, which version it knows, the fields; None for anything
    else."""
    try:
        sent = json.loads(body)
    except ValueError:
        return None
    kinds = {"person": int, "version": int, "fields": dict}
    if not isinstance(sent, dict) or set(sent) != set(kinds):
        return None
    return sent if all(type(sent[name]) is kind for name, kind in kinds.items()) else None


def _told(row: Draft) -> dict[str, Any] | None:
    """A draft as the page reads it; None for one whose key is no longer in the ring."""
    saved = timezone.localtime(row.saved_at)
    try:
        fields = json.loads(row.fields)
    except SealBroken:
        return None
    return {"version": row.version, "saved": f"{saved:%m-%d %H:%M}", "fields": fields}


def _refused(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"problem": sentence}, status=status)
