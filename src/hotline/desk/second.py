"""二次验证: one's own apps, security keys and recovery codes.

Whatever changes them is asked for the password, unless it was given within the last ten minutes:
an unlocked screen is not its owner.
"""

from __future__ import annotations

from functools import wraps
from typing import Any, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import authenticate
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from hotline.desk.doors import StaffRequest, StaffView, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.account import AppForm, ConfirmForm, KeyForm
from hotline.desk.key_place import keep_challenge, key_place, take_challenge
from hotline.desk.signed_in import confirm, is_confirmed
from hotline.documents.qr import qr_svg
from hotline.records.queries.accounts import (
    factors_of,
    is_second_factor_on,
    lacks_second_factor,
    recovery_codes_left,
    second_factor_wish,
)
from hotline.records.queries.reference import office
from hotline.steps.access.codes import Offered, add_app, offer_secret
from hotline.steps.access.factors import remove_factor
from hotline.steps.access.keys import add_key, registration_options
from hotline.steps.access.recovery import make_recovery_codes

P = ParamSpec("P")
OFFERED = "offered_secret"


def confirmed(view: StaffView[P]) -> StaffView[P]:
    """Let through who has proved lately to be there; the others are sent to prove it."""

    @wraps(view)
    def asked(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_second_factor_on():
            raise Http404
        if not is_confirmed(request):
            messages.info(request, "请先输入密码，再更改二次验证。")
            return redirect("desk:second")
        return view(request, *args, **kwargs)

    return asked


@for_staff()
@require_safe
def second(request: StaffRequest) -> HttpResponse:
    """GET what one has, and the ways to add more."""
    if not is_second_factor_on():
        raise Http404
    return _page(request)


@sensitive_post_parameters()
@for_staff()
@require_POST
def confirm_password(request: StaffRequest) -> HttpResponse:
    """POST one's password; it opens the changes for ten minutes, and wrong ones are counted."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, INVALID, confirm_form=form)
    typed = form.cleaned_data["password"]
    if authenticate(request, username=request.user.username, password=typed) is None:
        form.add_error("password", "密码不正确，请重新输入。")
        return _page(request, INVALID, confirm_form=form)
    confirm(request)
    return redirect("desk:second")


@for_staff()
@confirmed
def app(request: StaffRequest) -> HttpResponse:
    """GET a secret for an app to take up, POST its first code."""
    offered = _offered(request)
    if request.method != "POST":
        return _app_page(request, offered, AppForm(initial={"name": "我的手机"}))
    form = AppForm(request.POST)
    if not form.is_valid():
        return _app_page(request, offered, form, INVALID)
    try:
        add_app(request.user, offered, **form.cleaned_data, at=timezone.now())
    except REFUSALS as error:
        return _app_page(request, offered, form, put_on(form, error))
    request.session.pop(OFFERED)
    return _added(request)


@for_staff()
@require_safe
@confirmed
def picture(request: StaffRequest) -> HttpResponse:
    """GET the secret as a picture for an app's camera; nothing keeps a copy."""
    if OFFERED not in request.session:
        raise Http404
    address = _offered(request).address(request.user.username, office().hotline_name)
    return HttpResponse(qr_svg(address), content_type="image/svg+xml")


@for_staff()
@require_POST
@confirmed
def key(request: StaffRequest) -> HttpResponse:
    """POST what a new security key answered."""
    form, challenge, place = KeyForm(request.POST), take_challenge(request), key_place(request)
    if not form.is_valid():
        return _page(request, INVALID, key_form=form)
    if challenge is None or place is None:
        messages.error(request, "登记已超时，请重新操作。")
        return redirect("desk:second")
    given = form.cleaned_data
    try:
        add_key(
            request.user,
            given["answer"],
            challenge=challenge,
            place=place,
            name=given["name"],
            at=timezone.now(),
        )
    except REFUSALS as error:
        return _page(request, put_on(form, error), key_form=form)
    return _added(request)


@for_staff()
@require_POST
@confirmed
def remove(request: StaffRequest, factor: UUID) -> HttpResponse:
    """POST that one of them is no longer used."""
    try:
        remove_factor(request.user, factor, at=timezone.now())
    except REFUSALS as error:
        failed = Form({})
        failed.full_clean()
        return _page(request, put_on(failed, error), failed=failed)
    messages.success(request, "已移除。")
    return redirect("desk:second")


@for_staff()
@require_POST
@confirmed
def codes(request: StaffRequest) -> HttpResponse:
    """POST for ten new recovery codes, which are shown this once."""
    try:
        made = make_recovery_codes(request.user, at=timezone.now())
    except REFUSALS as error:
        failed = Form({})
        failed.full_clean()
        return _page(request, put_on(failed, error), failed=failed)
    return _codes_page(request, made)


def _added(request: StaffRequest) -> HttpResponse:
    """Who has the first one gets recovery codes with it."""
    if recovery_codes_left(request.user):
        messages.success(request, "已添加，下次登录时可以使用。")
        return redirect("desk:second")
    return _codes_page(request, make_recovery_codes(request.user, at=timezone.now()))


def _codes_page(request: StaffRequest, made: list[str]) -> HttpResponse:
    """What nobody can read again; no address leads here, so none can be kept."""
    context = {"codes": made, "made_at": timezone.now()}
    return render(request, "desk/recovery_codes.html", context)


def _offered(request: StaffRequest) -> Offered:
    """The secret that this session offers, sealed in it until a code proves that it arrived."""
    kept = request.session.get(OFFERED)
    if kept is None:
        fresh = offer_secret()
        request.session[OFFERED] = [str(fresh.id), fresh.sealed.hex()]
        return fresh
    return Offered(UUID(kept[0]), bytes.fromhex(kept[1]))


def _app_page(
    request: StaffRequest, offered: Offered, form: AppForm, status: int = 200
) -> HttpResponse:
    secret = offered.secret
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    context = {"form": form, "secret": spaced}
    return render(request, "desk/second_app.html", context, status=status)


def _page(request: StaffRequest, status: int = 200, **forms: Any) -> HttpResponse:
    """What one has; where the password is fresh, with the means to change it."""
    person, place = request.user, key_place(request)
    is_open = is_confirmed(request)
    options = ""
    if is_open and place is not None:
        options, challenge = registration_options(person, place)
        keep_challenge(request, challenge)
    context: dict[str, Any] = {
        "is_open": is_open,
        "factors": list(factors_of(person)),
        "codes_left": recovery_codes_left(person),
        "wish": second_factor_wish(person),
        "is_lacking": lacks_second_factor(person),
        "options": options,
        "has_host": place is not None,
        "confirm_form": ConfirmForm(),
        "key_form": KeyForm(),
        **forms,
    }
    return render(request, "desk/second.html", context, status=status)
