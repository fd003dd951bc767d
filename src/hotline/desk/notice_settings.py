"""提醒接收: how one is told of notices besides the screen; hidden where nothing is set up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.reaching import AddressForm, ChoicesForm, CodeForm
from hotline.records.models import Reach
from hotline.records.queries.reaching import outgoing_to, reach_of
from hotline.rules.masking import mask_phone
from hotline.rules.reaching import QUIET_FROM, QUIET_UNTIL, WAYS
from hotline.steps.moving import Refused
from hotline.steps.reaching.choose_reach import change_address, choose_reach, verify_address
from hotline.steps.reaching.gateways import ways_open

SEES = ("see_all_cases", "see_unit_cases")
SETTINGS = "desk:notice_settings"


@for_staff(*SEES)
def notice_settings(request: StaffRequest) -> HttpResponse:
    """GET the addresses and choices, POST the choices."""
    if request.method != "POST":
        return _show(request)
    form = ChoicesForm(ways_open(), request.POST)
    if not form.is_valid():
        return _show(request, choices=form, status=INVALID)
    try:
        choose_reach(form.choices(), quiet=form.quiet(), by=request.user)
    except REFUSALS as error:
        return _show(request, choices=form, status=put_on(form, error))
    messages.success(request, "已保存提醒接收方式。")
    return redirect(SETTINGS)


@for_staff(*SEES)
@require_POST
def notice_address(request: StaffRequest, way: str) -> HttpResponse:
    """POST an address; a code goes there."""
    form = AddressForm(_open(way), request.POST)
    if not form.is_valid():
        return _show(request, status=INVALID, **{way: form})
    given = form.cleaned_data["address"]
    try:
        change_address(way, given, by=request.user, at=timezone.now())
    except Refused as error:
        form.add_error("address" if error.field == way else None, str(error))
        return _show(request, status=INVALID, **{way: form})
    messages.success(request, "已发送验证码，请填写。" if given else "已删除，不再使用。")
    return redirect(SETTINGS)


@for_staff(*SEES)
@require_POST
def notice_code(request: StaffRequest, way: str) -> HttpResponse:
    """POST the code that was sent there."""
    form = CodeForm(_open(way), request.POST)
    if not form.is_valid():
        return _show(request, status=INVALID, **{f"{way}_code": form})
    try:
        verify_address(way, form.cleaned_data["code"], by=request.user, at=timezone.now())
    except REFUSALS as error:
        return _show(request, status=put_on(form, error), **{f"{way}_code": form})
    messages.success(request, f"已验证，可以选择用{WAYS[way]}接收哪些提醒。")
    return redirect(SETTINGS)


def _open(way: str) -> str:
    if way not in ways_open():
        raise Http404
    return way


def _show(
    request: StaffRequest, *, choices: Form | None = None, status: int = 200, **forms: Form
) -> HttpResponse:
    """The page, with the form that was refused as it was typed."""
    reach = reach_of(request.user)
    context = {
        "ways": [_way(reach, way, forms) for way in ways_open()],
        "form": choices or ChoicesForm(ways_open(), initial=_chosen(reach)),
        "sent": outgoing_to(request.user),
    }
    return render(request, "desk/notice_settings.html", context, status=status)


def _way(reach: Reach, way: str, forms: dict[str, Form]) -> dict[str, Any]:
    """One way: its address as it is shown, its state, its forms."""
    address = reach.address(way)
    return {
        "code": way,
        "name": WAYS[way],
        "address": mask_phone(address) if way == "sms" and address else _masked_mail(address),
        "is_verified": reach.is_verified(way),
        "awaits_code": bool(address) and not reach.is_verified(way),
        "form": forms.get(way) or AddressForm(way),
        "code_form": forms.get(f"{way}_code") or CodeForm(way),
    }


def _masked_mail(address: str) -> str:
    name, at, host = address.partition("@")
    return f"{name[:2]}****{at}{host}" if at else ""


def _chosen(reach: Reach) -> dict[str, Any]:
    is_new = reach._state.adding
    kinds = {
        f"{way}_kinds": [kind for kind, ways in reach.choices.items() if way in ways]
        for way in WAYS
    }
    quiet = (QUIET_FROM, QUIET_UNTIL) if is_new else (reach.quiet_from, reach.quiet_until)
    return {**kinds, "quiet_from": quiet[0], "quiet_until": quiet[1]}
