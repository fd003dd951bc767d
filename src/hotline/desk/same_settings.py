"""What the office lets the search for the same matter do: from where on it offers, how far back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.fields import Amount, Tick
from hotline.records.queries.same_matter import same_is_on, settings_of
from hotline.rules.same_matter import SameSettings
from hotline.steps.reading.keep_engine import keep_engine

ENGINE = "same"
# Of each setting the name, what it means, the least and the most.
FIELDS = {
    "caller": ("同一来电人再次反映，满多少分提示", "同一来电人已占 25 分。", 30, 100),
    "others": ("他人反映同一事项，满多少分提示", "调低提示得多，错的也多。", 30, 100),
    "copies": ("复制粘贴群发，雷同多少（%）提示", "文字雷同不足 85% 的按内容相近计分。", 85, 100),
    "event_callers": ("几人反映算同一事件", "不同来电人的人数。", 3, 50),
    "event_hours": ("在多少小时以内", "同一事件的工单前后相隔的时间。", 1, 720),
    "window_days": ("与近多少天的工单比对", "编号相同的不限时间。", 7, 365),
}


class SameForm(forms.Form):
    """The switch and the numbers."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["is_on"] = Tick("比对新来的工单")
        for name, (label, told, least, most) in FIELDS.items():
            field = Amount(label, needed=True, help_text=f"{told}{least} 到 {most}。")
            said = f"“{label}”请填 {least} 到 {most} 的整数。"
            field.validators = [MinValueValidator(least, said), MaxValueValidator(most, said)]
            field.required = True
            field.error_messages["required"] = said
            self.fields[name] = field


@for_staff("manage_engines")
def same_settings(request: StaffRequest) -> HttpResponse:
    """GET what is set, POST what shall be."""
    if request.method != "POST":
        kept = {**asdict(settings_of()), "is_on": same_is_on()}
        return _show(request, SameForm(initial=kept), 200)
    form = SameForm(request.POST)
    if not form.is_valid():
        return _show(request, form, INVALID)
    options = {name: form.cleaned_data[name] for name in FIELDS}
    try:
        keep_engine(
            ENGINE,
            is_on=form.cleaned_data["is_on"],
            options=options,
            by=request.user,
            at=timezone.now(),
        )
    except REFUSALS as error:
        return _show(request, form, put_on(form, error))
    messages.success(request, "已保存，此后到的工单按此比对。")
    return redirect("desk:same_settings")


def _show(request: StaffRequest, form: SameForm, status: int) -> HttpResponse:
    context = {"form": form, "usual": SameSettings()}
    return render(request, "desk/same_settings.html", context, status=status)
