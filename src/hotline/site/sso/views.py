"""统一身份认证: to the provider and back; who comes back gets in as the account of that name."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hotline.desk.signed_in import came_by
from hotline.site.sign_in import go_on
from hotline.site.sso.place import Issuer
from hotline.site.sso.provider import Provider, SignInFailed
from hotline.steps.access.link import NotOurs, person_of

ON_THE_WAY = "sso"
SECONDS_ON_THE_WAY = 600
FAILED = "统一身份认证没有成功，请重新登录；仍不行的，请联系系统管理员。"
LOG = structlog.get_logger("hotline.sso")


def provider() -> Provider:
    """The provider of this installation; 404 where there is none."""
    issuer: Issuer | None = settings.HOTLINE_OIDC
    if issuer is None:
        raise Http404
    return _known(issuer)


# One per issuer, so that its keys are kept.
_known = lru_cache(maxsize=4)(Provider)


@never_cache
@require_safe
def leave_for(request: HttpRequest) -> HttpResponse:
    """GET the way to the provider; what has to come back unchanged is kept in the session."""
    verifier, state, nonce = (secrets.token_urlsafe(32) for _ in range(3))
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    try:
        address = provider().way_in(
            back=_back(request), state=state, nonce=nonce, challenge=challenge
        )
    except SignInFailed as error:
        return _failed(request, error)
    request.session[ON_THE_WAY] = {
        "state": state,
        "nonce": nonce,
        "verifier": verifier,
        "next": request.GET.get("next", ""),
        "at": int(timezone.now().timestamp()),
    }
    return redirect(address)


@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """GET what the provider sends the browser back with: it opens once, in this browser only."""
    known = provider()
    asked = request.session.pop(ON_THE_WAY, None)
    try:
        claims = _identity(request, known, asked)
        person = person_of(claims, known.issuer, at=timezone.now())
    except SignInFailed as error:
        return _failed(request, error)
    except NotOurs as error:
        messages.error(request, str(error))
        return redirect("login")
    return go_on(request, person, _wanted(request, asked["next"]), how=known.issuer.name)


class SignOut(LogoutView):
    """Ends the session here; who came in by the city's sign-in is told that it goes on there."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """POST that one leaves."""
        issuer: Issuer | None = settings.HOTLINE_OIDC
        by_sso = issuer is not None and came_by(request).startswith(issuer.name)
        super().post(request, *args, **kwargs)
        return redirect("sso_left" if by_sso else "login")


@never_cache
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """GET the page after signing out. The way out of the provider is a link, because a form may
    lead nowhere but to us."""
    known = provider()
    try:
        address = known.way_out(back=request.build_absolute_uri(reverse("login")))
    except SignInFailed:
        address = ""
    context = {"name": known.issuer.name, "address": address}
    return render(request, "registration/left.html", context)


def _identity(
    request: HttpRequest, known: Provider, asked: dict[str, Any] | None
) -> Mapping[str, Any]:
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if asked is None or not constant_time_compare(state, asked["state"]):
        raise SignInFailed("not asked for in this browser")
    if timezone.now().timestamp() - asked["at"] > SECONDS_ON_THE_WAY:
        raise SignInFailed("too late")
    if not code:
        raise SignInFailed("no code")
    told = request.GET.get("iss")
    if told is not None and told != known.issuer.address:  # RFC 9207
        raise SignInFailed("answer of another issuer")
    return known.identity(
        code, back=_back(request), verifier=asked["verifier"], nonce=asked["nonce"]
    )


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("sso_back"))


def _wanted(request: HttpRequest, address: str) -> str:
    """Where the person wanted to go, inside of this site only."""
    safe = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if address and safe else settings.LOGIN_REDIRECT_URL


def _failed(request: HttpRequest, error: SignInFailed) -> HttpResponse:
    """Back to the sign-in page; what was wrong is told to the log and to nobody else."""
    LOG.warning("sso_failed", why=str(error))
    messages.error(request, FAILED)
    return redirect("login")
