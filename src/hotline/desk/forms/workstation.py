"""The forms of the workstation: the request of a call, and what is done with the call itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy

from hotline.desk.forms.fields import CodeChoice, PhoneField, Words
from hotline.desk.forms.new_case import NewCaseForm
from hotline.records.models import Call, Staff
from hotline.records.queries.calls import call_of, number_of
from hotline.rules.arrivals import Arrival
from hotline.rules.calls import OUTCOMES
from hotline.steps.intake import Facts

AGAIN = "again"
MOST_ARTICLES = 3
GONE = "这通来电不是您接的，或已不在；内容已保留，请核对来电后重新提交。"


class WorkstationForm(NewCaseForm):
    """The call-taker's form with the call that it is filled in for.

    Where no other number is given, the caller is reached at the one they call from. `articles`
    are the numbers of what was answered from.
    """

    call = forms.UUIDField(required=False, widget=forms.HiddenInput)
    articles = forms.CharField(
        required=False, max_length=200, widget=forms.HiddenInput({"data-draft-keep": ""})
    )
    again = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, day: date, staff: Staff, call: Call | None
    ) -> None:
        super().__init__(data, day=day)
        self.staff = staff
        self.the_call: Call | None = call
        self.initial["call"] = call.pk if call is not None else None
        self._lay_out()

    def _lay_out(self) -> None:
        """The keys beside the fields, and lists that open while one types."""
        fields = self.fields
        topic = fields["topic"].widget.attrs
        for name in ("hx-get", "hx-trigger", "hx-target", "hx-sync"):
            topic.pop(name, None)
        topic |= _combo("topics", "c") | {"placeholder": "名称、关键词或拼音首字母，如 hjws"}
        place = fields["place"].widget.attrs
        place |= _combo("places", "d") | {
            "list": "places",
            "placeholder": "区县、街道可用拼音首字母，再写小区、路口",
        }
        topic["data-combo-only"] = ""
        fields["sender_name"].widget.attrs |= {"data-alt-key": "x", "data-key-name": "姓名"}
        fields["sender_phone"].widget.attrs |= {
            "placeholder": "同来电号码的可不填",
            "hx-post": reverse_lazy("desk:workstation_caller"),
            "hx-trigger": "change",
            "hx-target": "#caller",
            "hx-include": "#ws-form",
        }
        fields["title"].widget.attrs |= {"data-alt-key": "t", "data-key-name": "标题"}
        fields["text"].widget.attrs |= {
            "data-alt-key": "n",
            "data-key-name": "诉求内容",
            "rows": 5,
        }
        fields["answer"].widget.attrs |= {
            "data-alt-key": "j",
            "data-key-name": "答复内容",
            "rows": 2,
            "placeholder": "当场解答的写在这里；可从右侧知识库填入",
        }
        fields["answer"].help_text = fields["title"].help_text = ""
        fields["title"].widget.attrs["placeholder"] = "不填则取诉求内容的前 30 个字"

    def clean_call(self) -> Call | None:
        """The call itself, which must be this person's own."""
        pk = self.cleaned_data["call"]
        if pk is None:
            return None
        found = call_of(self.staff, pk)
        if found is None:
            raise forms.ValidationError(GONE)
        return found

    def clean(self) -> dict[str, Any]:
        """A call about a known matter needs nothing more than which one it is."""
        if not self.is_again:
            return super().clean()
        return self.cleaned_data

    @property
    def is_again(self) -> bool:
        """Whether the button of a known matter was pressed."""
        return bool(self.data.get(AGAIN))

    def arrival(self, staff_id: object, at: datetime) -> Arrival:
        """As of any form; the number is that of the call where no other was given."""
        arrival = super().arrival(staff_id, at)
        call = self.cleaned_data.get("call")
        if call is None:
            return arrival
        phone = arrival.sender_phone or number_of(call)
        return replace(arrival, sender_phone=phone, arrived_at=min(call.offered_at, at))

    def matter(self) -> Facts:
        """As of any form, with the call."""
        return replace(super().matter(), call=self.cleaned_data.get("call"))

    def articles_used(self) -> list[str]:
        """The numbers of the articles, each once."""
        given = self.cleaned_data.get("articles", "").split(",")
        return list(dict.fromkeys(each.strip() for each in given if each.strip()))[:MOST_ARTICLES]


class IncomingForm(forms.Form):
    """来电, typed by hand where no exchange tells it."""

    number = PhoneField("来电号码", limit=30, inputmode="tel", placeholder="看不到号码可不填")


class ThirdForm(forms.Form):
    """Whom a call goes to, or who is called in."""

    third = Words("对方", limit=60, placeholder="如 110、住建局值班室", list="thirds")


class WrapUpForm(forms.Form):
    """话后整理."""

    outcome = CodeChoice("来电结果", OUTCOMES, needed=True)
    note = Words("备注", limit=500, placeholder="可不填")


def _combo(what: str, key: str) -> dict[str, Any]:
    name = {"topics": "问题分类", "places": "事发地点"}[what]
    return {
        "data-combo": reverse_lazy("desk:find", args=[what]),
        "data-alt-key": key,
        "data-key-name": name,
    }
