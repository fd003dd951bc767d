"""热线办公室: its name, hours and quiet hours, and how often and how long things may be done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hotline.desk.doors import StaffRequest, for_staff
from hotline.desk.errors import INVALID, REFUSALS, put_on
from hotline.desk.forms.fields import Amount, Words
from hotline.records.models import Office
from hotline.records.queries.reference_rows import history_of, last_entry
from hotline.rules.deadlines import UNIT_NAMES
from hotline.rules.reference.tables import OFFICE
from hotline.steps.reference.change_office import KEY, change_office, spans_of
from hotline.steps.reference.keeping import PERMIT

# What `RulesRow` of rules/city.py calls them, in the order of the page.
TIMES = {
    "extension_times": "延期：最多几次",
    "return_times": "退单：最多几次",
    "pause_times": "待诉求人补充：最多几次",
    "callback_tries": "回访：几次未接通可不再打",
    "rework_times": "重办：最多几次",
}
LENGTHS = {
    "extension": "延期：最长",
    "return": "退单：派单后多久以内",
    "pause": "待诉求人补充：最长",
    "reopen": "重新打开：办结后多久以内",
    "supervision": "督办：未写明时的期限",
}
SPANS = "一天内的时段，几段用顿号分开，例如 08:30-11:30、13:30-17:00。"
UNREADABLE = "请写成 08:30-11:30 的样子，几段用顿号分开。"


class OfficeForm(forms.Form):
    """The facts of the office; days and units follow from the tables above."""

    hotline_name = Words("热线名称", limit=100, needed=True)
    hours = Words("办公时间", limit=200, needed=True, help_text=SPANS)
    quiet_hours = Words(
        "免打扰时段",
        limit=200,
        help_text="这段时间不打回访电话（诉求人约定的除外），例如 21:00-08:00；可不填。",
    )
    reason = Words("理由", limit=1_000, rows=2, needed=True, help_text="留在历史中。")

    def __init__(self, data: Any = None, *, office: Office) -> None:
        super().__init__(data)
        for name, label in TIMES.items():
            self.fields[name] = Amount(label, needed=True)
        for name, label in LENGTHS.items():
            self.fields[f"{name}_amount"] = Amount(label, needed=True)
            self.fields[f"{name}_unit"] = forms.ChoiceField(
                label=f"{label}（单位）",
                required=False,
                choices=list(UNIT_NAMES.items()),
                widget=forms.Select({"class": "form-select"}),
                error_messages={"invalid_choice": "请从列表中选择单位。"},
            )
        self.initial = {
            **{name: office.rules.get(name) for name in self.fields},
            "hotline_name": office.hotline_name,
            "hours": _told(office.hours),
            "quiet_hours": _told(office.rules.get("quiet_hours", [])),
        }
        self.order_fields(["hotline_name", "hours", "quiet_hours", *self.names(), "reason"])

    def names(self) -> list[str]:
        """The fields of the rules."""
        own = ("hotline_name", "hours", "quiet_hours", "reason")
        return [name for name in self.fields if name not in own]

    def clean_hours(self) -> list[list[str]]:
        """The stretches of a workday."""
        return _read(self.cleaned_data["hours"])

    def clean_quiet_hours(self) -> list[list[str]]:
        """The stretches in which nobody is disturbed."""
        return _read(self.cleaned_data["quiet_hours"])


@for_staff(PERMIT)
def office(request: StaffRequest) -> HttpResponse:
    """GET the office's facts, POST what they shall be from now on."""
    row = Office.objects.get()
    if request.method != "POST":
        return _page(request, OfficeForm(office=row), 200)
    form = OfficeForm(request.POST, office=row)
    if not form.is_valid():
        return _page(request, form, INVALID)
    given = form.cleaned_data
    try:
        change_office(
            hotline_name=given["hotline_name"],
            hours=given["hours"],
            quiet_hours=given["quiet_hours"],
            rules={name: given[name] for name in form.names()},
            reason=given["reason"],
            by=request.user,
            at=timezone.now(),
            seen=request.POST.get("seen"),
        )
    except REFUSALS as error:
        return _page(request, form, put_on(form, error))
    messages.success(request, "已保存，立即生效；正在计时的工单到期时间不变。")
    return redirect("desk:office")


def _page(request: StaffRequest, form: OfficeForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "shape": OFFICE,
        "history": history_of(OFFICE, KEY),
        "seen": last_entry(OFFICE, KEY),
    }
    return render(request, "desk/reference/office.html", context, status=status)


def _told(spans: list[list[str]]) -> str:
    return "、".join(f"{opens}-{closes}" for opens, closes in spans)


def _read(text: str) -> list[list[str]]:
    spans = spans_of(text)
    if spans is None:
        raise ValidationError(UNREADABLE)
    return spans
