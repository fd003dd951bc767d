"""The forms of an original that could not be read: why it is looked at, and what it says."""

from __future__ import annotations

from typing import Any

from django import forms

from hotline.desk.forms.fields import CodeChoice, Moment, PhoneField, Words
from hotline.rules.roads import KINDS
from hotline.steps.roads.effects import HEARD
from hotline.steps.roads.held import Typed


class LookForm(forms.Form):
    """Why an original is opened in full."""

    reason = Words("查看理由", limit=300, needed=True, help_text="查看会留痕，例如：更正后收下。")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="look_%s")


class TypedForm(forms.Form):
    """What a person reads in it."""

    kind = CodeChoice("这是", {kind: KINDS[kind] for kind in HEARD}, needed=True)
    about = Words("对方编号", limit=200, needed=True, help_text="不是新来件的，填它说的那一件。")
    title = Words("标题", limit=300)
    text = Words("内容", needed=True, rows=6)
    place = Words("地点", limit=300)
    board = Words("板块", limit=100)
    sender_name = Words("姓名", limit=100)
    sender_phone = PhoneField("联系电话", limit=50, inputmode="tel")
    arrived_at = Moment("来件时间", help_text="不填则为收到的时间。")
    due_at = Moment("上级时限")

    def __init__(self, data: Any = None, **facts: Any) -> None:
        super().__init__(data, auto_id="typed_%s", **facts)

    def typed(self) -> Typed:
        """What was typed."""
        return Typed(**self.cleaned_data)
