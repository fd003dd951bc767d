"""Asking how far a request is: the stage with the receipt, all of it with the secret code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hotline.channels.whence import client_address
from hotline.portal.following_key import remember
from hotline.portal.following_words import PLAIN_WORDS, STAGE_OF, stages_of
from hotline.portal.hotline import hotline
from hotline.records.queries.progress import RECEIPT_LENGTH, clean_receipt, progress_of
from hotline.steps.following.unlock import unlock
from hotline.steps.moving import Refused

__all__ = ["PLAIN_WORDS", "STAGE_OF", "progress"]

HOW = _("查询码是受理时告知您的 12 位字母和数字")
NOT_FOUND = _("没有找到这个查询码对应的诉求；请核对后重试，或拨打 12345 询问。")
BROKEN = format_lazy(_("查询码不完整或有误；{how}，请核对后重试。"), how=HOW)


def _secret(label: Any, help_text: Any, **attributes: str) -> forms.CharField:
    """A box for what is not to be kept by the browser; whatever is typed comes to the check."""
    given = {"class": "form-control", "autocomplete": "off", **attributes}
    return forms.CharField(
        label=label, required=False, widget=forms.TextInput(given), help_text=help_text
    )


class ReceiptForm(forms.Form):
    """The receipt as the citizen typed it; with it perhaps the secret code, or the end of the
    number that they called from."""

    receipt = forms.CharField(
        label=_("查询码"),
        strip=True,
        error_messages={"required": format_lazy(_("请填写查询码；{how}。"), how=HOW)},
        widget=forms.TextInput(
            {"class": "form-control", "autocomplete": "off", "autocapitalize": "characters"}
        ),
        help_text=format_lazy(_("{how}，不区分大小写。"), how=HOW),
    )
    code = _secret(
        _("密码"),
        _("提交诉求时和查询码一起给您的 8 位字母和数字；填写后可以看答复、补充、评价。"),
        autocapitalize="characters",
    )
    tail = _secret(
        _("来电号码后四位"),
        _("打电话反映、没有密码的，可以填写；能看办到哪一步、由谁办理，也能补充情况。"),
        inputmode="numeric",
    )

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        # A NUL is refused below, in the same words as any other wrong character.
        for field in self.fields.values():
            field.validators.clear()

    def clean_receipt(self) -> str:
        """The receipt as it is stored."""
        code = clean_receipt(self.cleaned_data["receipt"])
        if len(code) != RECEIPT_LENGTH or not (code.isascii() and code.isalnum()):
            raise forms.ValidationError(str(BROKEN))
        return code

    def clean_tail(self) -> str:
        """Four digits, or nothing."""
        typed = "".join(self.cleaned_data["tail"].split())
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) == 4):  # noqa: PLR2004
            raise forms.ValidationError(gettext("请填写来电号码的最后四位数字。"))
        return typed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """GET the form; POST the receipt for the stage, or with a secret for the request itself. What
    is typed stays out of addresses and logs."""
    if request.method != "POST":
        return _page(request, ReceiptForm(), 200)
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    if form.cleaned_data["code"] or form.cleaned_data["tail"]:
        return _unlocked(request, form)
    found = progress_of(form.cleaned_data["receipt"])
    if found is None:
        form.add_error("receipt", str(NOT_FOUND))
        return _page(request, form, 404)
    words, stages = PLAIN_WORDS[found.status], stages_of(found.status)
    return _page(request, form, 200, found=found, words=words, stages=stages)


def _unlocked(request: HttpRequest, form: ReceiptForm) -> HttpResponse:
    """On to the request, with a key to it; or the form again with one sentence for all mistakes."""
    try:
        key = unlock(
            form.cleaned_data["receipt"],
            code=form.cleaned_data["code"],
            tail=form.cleaned_data["tail"],
            whence=client_address(request) or "",
            at=timezone.now(),
        )
    except Refused as error:
        form.add_error(error.field, gettext(str(error)))
        return _page(request, form, 422)
    answer = redirect("portal:following")
    remember(answer, key)
    return answer


def _page(request: HttpRequest, form: ReceiptForm, status: int, **facts: object) -> HttpResponse:
    context = {**hotline(), "form": form, **facts}
    return render(request, "portal/progress.html", context, status=status)
