"""软电话: the account of a browser telephone, set by an administrator, taken by its page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.records.models import Staff
from hotline.records.queries.softphones import softphone_of
from hotline.records.queries.staff import person_called
from hotline.steps.calling.softphones import drop_softphone, set_softphone, take_softphone
from hotline.steps.moving import Refused

NOT_ON = "没有启用软电话：请系统管理员设置 HOTLINE_SOFTPHONE。"


class SoftphoneForm(forms.Form):
    """The account as the exchange has it; the password is never shown again."""

    user = forms.CharField(label="SIP 用户名", max_length=40, help_text="多为分机号，如 1001")
    password = forms.CharField(
        label="SIP 密码",
        max_length=100,
        required=False,
        help_text="与交换机上的一致；已设置过的，留空则不变",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@for_staff("register")
@require_POST
def mine(request: StaffRequest) -> HttpResponse:
    """POST for the own account: given once a page, noted each time."""
    if settings.HOTLINE_SOFTPHONE is None:
        return JsonResponse({"problem": NOT_ON}, status=INVALID)
    server, domain = settings.HOTLINE_SOFTPHONE
    try:
        user, password = take_softphone(by=request.user, at=timezone.now())
    except Refused as refusal:
        return JsonResponse({"problem": str(refusal)}, status=INVALID)
    told = {"server": server, "domain": domain, "user": user, "password": password}
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


@for_staff("manage_staff")
def of_person(request: StaffRequest, person: int) -> HttpResponse:
    """GET a person's account, POST another or its end."""
    row = person_called(person)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _page(request, row, SoftphoneForm(initial=_known(row)))
    form = SoftphoneForm(request.POST)
    try:
        if "drop" in request.POST:
            drop_softphone(row, by=request.user, at=timezone.now())
        elif form.is_valid():
            facts = form.cleaned_data
            set_softphone(row, **facts, by=request.user, at=timezone.now())
        else:
            return _page(request, row, form, INVALID)
    except REFUSALS as error:
        form.is_valid()
        return _page(request, row, form, put_on(form, error))
    messages.success(request, f"已保存“{row.name}”的软电话账号，下次打开工作台时生效。")
    return redirect("desk:person_softphone", row.pk)


def telephone_of(staff: Staff) -> bool:
    """Whether this person's workstation is a telephone."""
    return settings.HOTLINE_SOFTPHONE is not None and softphone_of(staff) is not None


def _known(person: Staff) -> dict[str, Any]:
    known = softphone_of(person)
    return {"user": known.user} if known is not None else {}


def _page(
    request: StaffRequest, person: Staff, form: SoftphoneForm, status: int = 200
) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "known": softphone_of(person),
        "is_on": settings.HOTLINE_SOFTPHONE is not None,
        "not_on": NOT_ON,
    }
    return render(request, "desk/softphone.html", context, status=status)
