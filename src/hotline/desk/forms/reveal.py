"""The form that asks for one sealed fact of a citizen, with the reason for looking."""

from __future__ import annotations

from typing import Any

from django import forms

from hotline.desk.forms.fields import CodeChoice, Words
from hotline.steps.reveal import FIELDS


class RevealForm(forms.Form):
    """Which fact, and why."""

    field = CodeChoice("查看内容", FIELDS, needed=True)
    reason = Words(
        "查看理由",
        limit=300,
        needed=True,
        help_text="将与您的姓名、时间一并留痕。",
        placeholder="例如：回访、核实地址",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="reveal_%s", initial={"field": "phone"})
