"""A citizen's own account on the site: optional, opened by a code that comes to the phone.

It is apart from the staff's sign-in: a signed cookie of its own, and no session is kept.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotline.channels.whence import client_address
from hotline.portal.account_forms import CodeForm, NameForm, PhoneForm
from hotline.portal.hotline import hotline
from hotline.portal.plain_words import short_words
from hotline.records.models import CitizenAccount
from hotline.records.queries.own_requests import account_called, own_requests
from hotline.rules.citizen_accounts import SIGNED_IN_FOR
from hotline.rules.masking import mask_phone
from hotline.steps.filing.limiting import TooMany
from hotline.steps.filing.signing_in import (
    delete_account,
    name_account,
    send_code,
    sign_in,
    sign_out_everywhere,
)
from hotline.steps.moving import Refused
from hotline.steps.reaching.gateways import ways_open

COOKIE = "citizen"
SALT = "portal.citizen"
INVALID = 422
BUSY = 429


def is_offered() -> bool:
    """Whether a code can reach a phone; without that there are no accounts."""
    return "sms" in ways_open()


def account_of(request: HttpRequest) -> CitizenAccount | None:
    """Who is signed in on the citizens' site."""
    if COOKIE not in request.COOKIES:
        return None
    try:
        told: Any = signing.loads(
            request.COOKIES[COOKIE], salt=SALT, max_age=SIGNED_IN_FOR.total_seconds()
        )
        return account_called(told[0], int(told[1]))
    except (signing.BadSignature, ValidationError, ValueError, TypeError, LookupError):
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """GET one's requests; POST one's name. Who is not signed in is asked for the phone."""
    account = account_of(request)
    if account is None:
        return _asking(request, PhoneForm())
    form = NameForm(request.POST if request.method == "POST" else {"name": account.name})
    if request.method == "POST" and form.is_valid():
        name_account(account, form.cleaned_data["name"])
        return redirect("portal:mine")
    rows = [{"own": own, "words": short_words(own.status)} for own in own_requests(account)]
    context = {**hotline(), "phone": mask_phone(account.phone), "form": form, "rows": rows}
    status = INVALID if request.method == "POST" else 200
    return render(request, "portal/mine.html", context, status=status)


@never_cache
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """POST a phone: a code goes there, and the page asks for it, whether it has an account or
    not."""
    form = PhoneForm(request.POST)
    if not is_offered() or not form.is_valid():
        return _asking(request, form, status=INVALID)
    try:
        send_code(form.cleaned_data["phone"], whence=client_address(request), at=timezone.now())
    except TooMany:
        form.add_error(None, _("获取得太频繁，请过一会儿再试。"))
        return _asking(request, form, status=BUSY)
    typed = CodeForm(initial={"phone": form.cleaned_data["phone"]})
    return _asking_code(request, typed)


@never_cache
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """POST the code that came: signed in."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _asking_code(request, form, status=INVALID)
    facts = form.cleaned_data
    try:
        account = sign_in(
            facts["phone"], facts["code"], whence=client_address(request), at=timezone.now()
        )
    except TooMany:
        form.add_error(None, _("获取得太频繁，请过一会儿再试。"))
        return _asking_code(request, form, status=BUSY)
    except Refused:
        form.add_error("code", _("验证码不对或已过期，请核对，或重新获取。"))
        return _asking_code(request, form, status=INVALID)
    answer = redirect("portal:mine")
    answer.set_cookie(
        COOKIE,
        signing.dumps([str(account.pk), account.epoch], salt=SALT),
        max_age=SIGNED_IN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """POST to sign out here, or everywhere, or to delete the account."""
    account = account_of(request)
    what = request.POST.get("do", "")
    if account is not None and what == "everywhere":
        sign_out_everywhere(account)
    if account is not None and what == "delete":
        delete_account(account)
    answer = redirect("portal:home")
    answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """GET all that the site keeps of this account (个人信息保护法 art. 45)."""
    account = account_of(request)
    if account is None:
        return redirect("portal:mine")
    body = {
        "phone": account.phone,
        "name": account.name,
        "created_at": account.created_at.isoformat(),
        "requests": [
            {
                "receipt": own.receipt,
                "text": own.text,
                "place": own.place,
                "status": own.status,
                "arrived_at": own.arrived_at.isoformat(),
                "closed_at": own.closed_at.isoformat() if own.closed_at else None,
            }
            for own in own_requests(account, None)
        ],
    }
    written = json.dumps(body, ensure_ascii=False, indent=2)
    answer = HttpResponse(written, content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-requests.json"'
    return answer


def _asking(request: HttpRequest, form: PhoneForm, status: int = 200) -> HttpResponse:
    context = {**hotline(), "form": form, "is_offered": is_offered()}
    return render(request, "portal/sign_in.html", context, status=status)


def _asking_code(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {**hotline(), "form": form}
    return render(request, "portal/sign_in_code.html", context, status=status)
