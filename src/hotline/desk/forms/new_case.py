"""The call-taker's form: who asks, through which channel, what about, where, how urgent."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms

from hotline.desk.forms.fields import (
    CodeChoice,
    Moment,
    PhoneField,
    RowChoice,
    Words,
    tell_missing,
)
from hotline.desk.forms.moving import campaign_choice
from hotline.desk.forms.naming import TopicField
from hotline.records.models import Channel
from hotline.records.queries.reference import channels, kinds
from hotline.rules.arrivals import Arrival
from hotline.rules.deadlines import URGENCIES
from hotline.steps.intake import Facts

ACCEPT, ANSWER, REGISTER = "accept", "answer", "register"
BUTTONS = (ACCEPT, ANSWER, REGISTER)
KEY_BYTES = 16
FORMS_OF_ADDRESS = {"": "未说明", "先生": "先生", "女士": "女士"}
ASKED = {"channel": "请选择来源渠道。", "text": "请填写诉求内容。"}
ASKED_TO_GO_ON = {
    "kind": "请先选择诉求类型，再办理下一步。",
    "topic": "请先选择问题分类，再办理下一步。",
}
GONE = "页面已过期；内容已保留，请核对后重新提交。"


class NewCaseForm(forms.Form):
    """Everything of one request at once; `key` makes a second sending the same request."""

    key = forms.RegexField(
        r"^[0-9a-f]{32}$",
        label="表单",
        widget=forms.HiddenInput,
        error_messages={"required": GONE, "invalid": GONE},
    )
    channel = RowChoice("来源渠道", channels, needed=True)
    sender_name = Words("姓名", limit=100)
    form_of_address = CodeChoice("称谓", FORMS_OF_ADDRESS)
    sender_phone = PhoneField("联系电话", limit=50, inputmode="tel")
    title = Words("标题", limit=300, help_text="不填则取诉求内容的前 30 个字。")
    text = Words("诉求内容", needed=True, rows=7)
    place = Words("事发地点", limit=300, placeholder="区县、街道、小区或路口")
    kind = RowChoice("诉求类型", kinds, segmented=True, needed=True)
    topic = TopicField("问题分类", needed=True)
    campaign = RowChoice("专题", dict, empty="不属于专题")
    urgency = CodeChoice("紧急程度", URGENCIES, needed=True)
    external_number = Words("上级编号", limit=100)
    external_due_at = Moment("上级时限")
    answer = Words("答复内容", rows=3, help_text="只在“直接解答并办结”时填写。")

    def __init__(self, data: Mapping[str, Any] | None = None, *, day: date) -> None:
        first = {"channel": "telephone", "urgency": "ordinary", "key": new_key()}
        super().__init__(data, auto_id="new_%s", initial={**first, "form_of_address": ""})
        self.fields["topic"].day = day
        self.fields["campaign"] = campaign_choice(day)
        self.fields["channel"] = RowChoice("来源渠道", lambda: channels_on(day), needed=True)

    def clean(self) -> dict[str, Any]:
        """The button says which facts are asked for: an answer needs its text."""
        facts = self.cleaned_data
        if self.button == ANSWER and not facts.get("answer") and "answer" not in self.errors:
            self.add_error("answer", "请填写答复内容；如不能当场解答，请改用“受理”。")
        tell_missing(self, ASKED if self.button == REGISTER else {**ASKED, **ASKED_TO_GO_ON})
        return facts

    @property
    def button(self) -> str:
        """Which button was pressed; the first one where a program sent none."""
        pressed = self.data.get("button", ACCEPT)
        return pressed if pressed in BUTTONS else ACCEPT

    def arrival(self, staff_id: object, at: datetime) -> Arrival:
        """What arrived, under a key that belongs to this form and this person."""
        facts = self.cleaned_data
        copied = ("title", "text", "place", "sender_name", "sender_phone")
        return Arrival(
            channel=facts["channel"].code,
            key=f"desk-{staff_id}-{facts['key']}",
            arrived_at=at,
            external_number=facts["external_number"],
            external_due_at=facts["external_due_at"],
            **{name: facts[name] for name in copied},
        )

    def matter(self) -> Facts:
        """What is known of the matter, and what shall become of it."""
        facts = self.cleaned_data
        copied = ("kind", "topic", "campaign", "urgency", "form_of_address")
        return Facts(
            answer=facts.get("answer", "") if self.button == ANSWER else "",
            accept=self.button == ACCEPT,
            **{name: facts[name] for name in copied},
        )

    def renew(self) -> None:
        """Give the form a fresh key, so that sending it again is meant as another request."""
        self.data = {**self.data.dict(), "key": new_key()}


def new_key() -> str:
    """A key that nobody guesses and no two forms share."""
    return secrets.token_hex(KEY_BYTES)


def channels_on(day: date) -> dict[str, Channel]:
    """The channels that are in use on `day`."""
    return {
        code: row
        for code, row in channels().items()
        if (row.valid_from is None or row.valid_from <= day)
        and (row.valid_to is None or day <= row.valid_to)
    }
