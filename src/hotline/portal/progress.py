"""Asking how far a case is, with the receipt code: plain words, and nothing personal."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hotline.portal.hotline import hotline
from hotline.records.queries.progress import RECEIPT_LENGTH, clean_receipt, progress_of
from hotline.rules.life import Status

PLAIN_WORDS: dict[Status, str] = {
    Status.REGISTERED: "已收到您的诉求，正在核对内容。",
    Status.AWAITING_DISPATCH: "已受理，正在确定由哪个单位办理。",
    Status.AWAITING_SIGNATURE: "已转交承办单位，等待其签收。",
    Status.IN_HANDLING: "承办单位正在办理。",
    Status.AWAITING_CITIZEN: "承办单位需要您补充情况，请留意来电或拨打 12345 补充。",
    Status.RETURN_REQUESTED: "正在核实由哪个单位办理。",
    Status.AWAITING_RULING: "正在明确由哪个单位负责。",
    Status.AWAITING_APPROVAL: "承办单位已有办理意见，正在内部审批。",
    Status.AWAITING_REVIEW: "承办单位已经答复，热线正在审核。",
    Status.AWAITING_CALLBACK: "已有办理结果，热线将与您联系回访。",
    Status.CALLED_BACK: "已经回访，正在办理结案手续。",
    Status.SHELVED: "暂不具备解决条件，已列入后续计划，到期继续办理。",
    Status.JOINED: "已与反映同一事项的诉求合并办理，结果将分别告知您。",
    Status.WITHDRAWN: "已按您的要求撤销。",
    Status.CLOSED: "已办结。",
    Status.ARCHIVED: "已办结。",
}
STAGES = ("收到", "受理", "办理", "审核", "回访", "办结")
STAGE_OF: dict[Status, int] = {
    Status.REGISTERED: 1,
    Status.AWAITING_DISPATCH: 2,
    Status.AWAITING_SIGNATURE: 3,
    Status.IN_HANDLING: 3,
    Status.AWAITING_CITIZEN: 3,
    Status.RETURN_REQUESTED: 3,
    Status.AWAITING_RULING: 3,
    Status.AWAITING_APPROVAL: 3,
    Status.AWAITING_REVIEW: 4,
    Status.AWAITING_CALLBACK: 5,
    Status.CALLED_BACK: 5,
    Status.SHELVED: 3,
    Status.JOINED: 3,
    Status.WITHDRAWN: 6,
    Status.CLOSED: 6,
    Status.ARCHIVED: 6,
}
HOW = f"查询码是受理时告知您的 {RECEIPT_LENGTH} 位字母和数字"


class ReceiptForm(forms.Form):
    """The receipt code as the citizen typed it."""

    receipt = forms.CharField(
        label="查询码",
        strip=True,
        error_messages={"required": f"请填写查询码；{HOW}。"},
        widget=forms.TextInput(
            {"class": "form-control", "autocomplete": "off", "autocapitalize": "characters"}
        ),
        help_text=f"{HOW}，不区分大小写。",
    )

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        # A NUL is refused below, in the same words as any other wrong character.
        self.fields["receipt"].validators.clear()

    def clean_receipt(self) -> str:
        """The code as it is stored."""
        code = clean_receipt(self.cleaned_data["receipt"])
        if len(code) != RECEIPT_LENGTH or not (code.isascii() and code.isalnum()):
            raise forms.ValidationError(f"查询码不完整或有误；{HOW}，请核对后重试。")
        return code


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest) -> HttpResponse:
    """GET the form; POST a code, which stays out of addresses and logs, for the status."""
    if request.method != "POST":
        return _page(request, ReceiptForm(), 200)
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    found = progress_of(form.cleaned_data["receipt"])
    if found is None:
        form.add_error("receipt", "没有找到这个查询码对应的诉求；请核对后重试，或拨打 12345 询问。")
        return _page(request, form, 404)
    done = STAGE_OF[found.status]
    stages = [(name, place <= done) for place, name in enumerate(STAGES, start=1)]
    return _page(request, form, 200, found=found, words=PLAIN_WORDS[found.status], stages=stages)


def _page(request: HttpRequest, form: ReceiptForm, status: int, **facts: object) -> HttpResponse:
    context = {**hotline(), "form": form, **facts}
    return render(request, "portal/progress.html", context, status=status)
