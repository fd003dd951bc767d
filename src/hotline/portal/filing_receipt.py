"""The receipt: public number and secret code, for half an hour in the browser that filed.

The code is kept nowhere. It follows from the form's key, which a signed cookie of these pages alone
carries: so the page can be looked at again, printed and downloaded, and the address tells nothing.
"""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hotline.portal.hotline import hotline
from hotline.rules.life import Status
from hotline.steps.filing.file import Filed, filed_with

COOKIE = "filed"
SALT = "portal.filed"
KEPT_FOR = 1800
PLACE = "/file"


def hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """Lead the browser that filed to its receipt."""
    answer = redirect("portal:filed")
    answer.set_cookie(
        COOKIE,
        signing.dumps(key, salt=SALT),
        max_age=KEPT_FOR,
        path=PLACE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return answer


@never_cache
@require_safe
def filed(request: HttpRequest) -> HttpResponse:
    """GET the receipt; without one the page that asks for its number."""
    found = _filed(request)
    if found is None:
        return redirect("portal:progress")
    context = {
        **hotline(),
        "receipt": grouped(found.case.receipt),
        "code": grouped(found.code),
        "picture": _picture(request, found.case.receipt),
        "at": found.case.registered_at,
        "is_joined": found.case.status == Status.JOINED,
        "has_phone": found.contact.citizen_id is not None,
    }
    return render(request, "portal/filed.html", context)


@never_cache
@require_safe
def as_text(request: HttpRequest) -> HttpResponse:
    """GET the receipt as a file to keep."""
    found = _filed_or_404(request)
    at = timezone.localtime(found.case.registered_at)
    name = "".join(hotline().values())
    lines = [
        name,
        "",
        _("查询码：%(receipt)s") % {"receipt": grouped(found.case.receipt)},
        _("密码：%(code)s") % {"code": grouped(found.code)},
        _("收到时间：%(at)s") % {"at": f"{at:%Y-%m-%d %H:%M}"},
        "",
        _("查询办理进度：%(address)s") % {"address": _progress(request)},
        _("补充、评价、撤回时需要密码，请勿告诉他人。"),
    ]
    answer = HttpResponse("\ufeff" + "\r\n".join(lines) + "\r\n", content_type="text/plain")
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="12345-receipt.txt"'
    return answer


@never_cache
@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """POST that the receipt is kept elsewhere: this browser forgets it."""
    answer = redirect("portal:home")
    answer.delete_cookie(COOKIE, path=PLACE, samesite="Strict")
    return answer


def grouped(code: str) -> str:
    """A code in fours, as it is easily read aloud."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _filed(request: HttpRequest) -> Filed | None:
    try:
        key: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return filed_with(str(key))


def _filed_or_404(request: HttpRequest) -> Filed:
    found = _filed(request)
    if found is None:
        raise Http404
    return found


def _picture(request: HttpRequest, receipt: str) -> str:
    """A code for a camera as a data address: the page of progress, with the number behind a # that
    is never sent to any server."""
    code = segno.make(f"{_progress(request)}#{receipt}", error="m", micro=False)
    return code.svg_data_uri(scale=5, border=3, light="#fff", dark="#000")


def _progress(request: HttpRequest) -> str:
    """Where progress is asked for, as the world reaches this site."""
    place = reverse("portal:progress")
    known: str = settings.HOTLINE_ADDRESS
    return f"{known}{place}" if known else request.build_absolute_uri(place)
