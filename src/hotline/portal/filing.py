"""Filing a request: one form, one look at it before it is sent, one receipt.

Each press of a button posts the whole form; nothing is kept between but the pictures. So going back
loses nothing, and no address carries what somebody typed.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hotline.channels.whence import client_address
from hotline.portal.accounts import account_of
from hotline.portal.filing_form import CARRIED, FilingForm
from hotline.portal.filing_receipt import hand_over
from hotline.portal.hotline import hotline
from hotline.portal.plain_words import short_words
from hotline.records.queries.open_alike import Alike, open_alike
from hotline.rules.proof_of_work import BadChallenge, Challenge, issued, read, solves, waited
from hotline.rules.visiting import MOST_PICTURES
from hotline.steps.attach import Given
from hotline.steps.filing.file import Filed, Filing, file, filed_with, is_open
from hotline.steps.filing.holding import held_pictures, hold_pictures, let_go
from hotline.steps.filing.limiting import TooMany, count_visit
from hotline.steps.moving import Refused
from hotline.steps.reaching.gateways import ways_open

PURPOSE = "filing"
INVALID = 422
BUSY = 429
ALIKE = "portal.alike"
ALIKE_GOOD_FOR = 24 * 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def filing(request: HttpRequest) -> HttpResponse:
    """GET the form; POST what was typed: to look at it, to change it, or to send it."""
    now = timezone.now()
    if request.method != "POST":
        return _form(request, FilingForm(initial=_known(request)), _fresh(now))
    try:
        challenge = read(_secret(), PURPOSE, request.POST.get("challenge", ""), at=now)
    except BadChallenge:
        told = _("页面打开得太久，已经更新。请核对内容后再提交一次；图片需要重新选择。")
        return _form(request, _as_typed(request), _fresh(now), told=told, status=INVALID)
    done = filed_with(challenge.key)
    if done is not None:
        if _is_same(done, request):
            return hand_over(request, challenge.key)
        challenge = _read_own(_fresh(now), now)
    act = request.POST.get("do", "review")
    if act.startswith("drop:"):
        let_go(challenge.key, act.removeprefix("drop:"))
    if act == "edit" or act.startswith("drop:"):
        return _form(request, _as_typed(request), challenge.token)
    return _taken(request, challenge, act, now)


def _taken(request: HttpRequest, challenge: Challenge, act: str, now: datetime) -> HttpResponse:
    """Hold the pictures, check what was typed, and go on as far as it is right."""
    form = FilingForm(request.POST)
    try:
        refused = _held(request, challenge, now)
    except TooMany:
        return _form(request, form, challenge.token, told=_busy(), status=BUSY)
    if not form.is_valid() or refused:
        return _form(request, form, challenge.token, refused=refused, status=INVALID)
    if act != "send":
        return _review(request, form, challenge, now)
    return _sent(request, form, challenge, now)


def _sent(
    request: HttpRequest, form: FilingForm, challenge: Challenge, now: datetime
) -> HttpResponse:
    """File it; what is refused is shown over the same page, and nothing typed is lost."""
    proved = solves(challenge, request.POST.get("proof", ""))
    if not proved and not waited(challenge, at=now):
        told = _("提交得太快了。请稍等几秒，再按一次“提交”；这样可以挡住自动程序。")
        return _review(request, form, challenge, now, told=told, status=INVALID)
    try:
        count_visit("file" if proved else "file_unproved", client_address(request), at=now)
        file(_filing(request, form, challenge), at=now)
    except TooMany:
        return _review(request, form, challenge, now, told=_busy(), status=BUSY)
    except Refused as refusal:
        return _review(request, form, challenge, now, told=str(refusal), status=INVALID)
    return hand_over(request, challenge.key)


def _filing(request: HttpRequest, form: FilingForm, challenge: Challenge) -> Filing:
    """The request as the step takes it; the original is kept as it was typed."""
    typed = {name: request.POST.get(name, "") for name in CARRIED}
    facts = form.cleaned_data
    return Filing(
        key=challenge.key,
        text=facts["text"],
        place=form.whole_place,
        raw=json.dumps(typed, ensure_ascii=False).encode(),
        kind=form.chosen_kind,
        name=facts["name"],
        phone=facts["phone"],
        confidential=facts["confidential"],
        wants_sms=facts["sms"] and _may_text(facts["phone"]),
        like=_like(request),
        account=account_of(request),
    )


def _known(request: HttpRequest) -> dict[str, str]:
    """What need not be typed again by who is signed in."""
    account = account_of(request)
    return {"name": account.name, "phone": account.phone} if account is not None else {}


def _may_text(phone: str) -> bool:
    """Whether a message may go to this phone: nobody is flooded by strangers who name it."""
    if not phone or "sms" not in ways_open():
        return False
    try:
        count_visit("sms", phone, at=timezone.now())
    except TooMany:
        return False
    return True


def _like(request: HttpRequest) -> UUID | None:
    """The matter that the citizen says is the same; only one that we showed counts."""
    try:
        token = request.POST.get("like", "")
        return UUID(signing.loads(token, salt=ALIKE, max_age=ALIKE_GOOD_FOR)) if token else None
    except (signing.BadSignature, ValueError):
        return None


def _held(request: HttpRequest, challenge: Challenge, now: datetime) -> list[tuple[str, str]]:
    """Keep the pictures that came along; what was not taken, and why."""
    given = [
        Given(each.name or "", each.file)
        for each in request.FILES.getlist("pictures")
        if each.file is not None
    ]
    if not given:
        return []
    count_visit("hold", client_address(request), at=now)
    return hold_pictures(challenge.key, given[: 2 * MOST_PICTURES], at=now)


def _form(
    request: HttpRequest,
    form: FilingForm,
    token: str,
    *,
    told: str = "",
    refused: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page to fill in."""
    context = {
        **hotline(),
        "form": form,
        "challenge": token,
        "pictures": held_pictures(token.partition(".")[0]),
        "most_pictures": MOST_PICTURES,
        "refused": refused or [],
        "told": told,
        "is_fresh": request.method != "POST",
        "is_open": is_open(),
        "offers_sms": "sms" in ways_open(),
    }
    return render(request, "portal/filing.html", context, status=status)


def _review(
    request: HttpRequest,
    form: FilingForm,
    challenge: Challenge,
    now: datetime,
    *,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page that shows what will be sent, and what of the same kind is known already."""
    context = {
        **hotline(),
        "form": form,
        "place": form.whole_place,
        "kind": form.chosen_kind,
        "carried": [(name, request.POST.get(name, "")) for name in CARRIED],
        "challenge": challenge.token,
        "proof": request.POST.get("proof", ""),
        "pictures": held_pictures(challenge.key),
        "alike": [_shown(row, request) for row in _alike(request, form, now)],
        "told": told,
    }
    return render(request, "portal/filing_review.html", context, status=status)


def _alike(request: HttpRequest, form: FilingForm, now: datetime) -> list[Alike]:
    """Matters like this one; none for a confidential one, nor for who asks all day long."""
    if form.cleaned_data["confidential"]:
        return []
    try:
        count_visit("look", client_address(request), at=now)
    except TooMany:
        return []
    return open_alike(form.cleaned_data["text"], form.whole_place, now)


def _shown(row: Alike, request: HttpRequest) -> dict[str, Any]:
    """A matter like this one, and the token by which it is named."""
    chosen = _like(request) == row.id
    token = signing.dumps(str(row.id), salt=ALIKE) if row.may_join else ""
    return {"row": row, "words": short_words(row.status), "token": token, "chosen": chosen}


def _is_same(done: Filed, request: HttpRequest) -> bool:
    """Whether this form was sent before as it stands, and only its answer was lost."""
    return done.contact.text == request.POST.get("text", "").replace("\r\n", "\n").strip()


def _as_typed(request: HttpRequest) -> FilingForm:
    """The form with what was typed, unchecked."""
    return FilingForm(initial={name: request.POST.get(name, "") for name in CARRIED})


def _fresh(now: datetime) -> str:
    """A challenge for a new form, with a key that is nobody else's."""
    bits: int = settings.HOTLINE_PROOF_BITS
    return issued(_secret(), PURPOSE, secrets.token_urlsafe(16), at=now, bits=bits)


def _read_own(token: str, now: datetime) -> Challenge:
    return read(_secret(), PURPOSE, token, at=now)


def _secret() -> bytes:
    return str(settings.SECRET_KEY).encode()


def _busy() -> str:
    return _("您所在的网络提交得太频繁。请过一会儿再试；急事请直接拨打 12345。")
