"""The forms of how one is told of notices: an address, the code that proves it, the choices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms

from hotline.desk.forms.fields import PhoneField, Words
from hotline.rules.reaching import KINDS, WAYS

LABELS = {"mail": "邮箱", "sms": "手机号"}


class AddressForm(forms.Form):
    """One address; empty takes it away."""

    def __init__(self, way: str, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{way}_%s")
        help_text = "保存后会发去验证码；留空保存即不再使用。加密保存，页面上只显示部分。"
        kind = PhoneField if way == "sms" else Words
        more = {"type": "email"} if way == "mail" else {"inputmode": "tel"}
        self.fields["address"] = kind(LABELS[way], limit=200, help_text=help_text, **more)


class CodeForm(forms.Form):
    """The code that was sent there."""

    def __init__(self, way: str, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{way}_%s")
        self.fields["code"] = Words(
            "验证码", limit=10, needed=True, inputmode="numeric", autocomplete="one-time-code"
        )


class KindsField(forms.MultipleChoiceField):
    """Kinds of notices, several of them."""

    needed = False

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            choices=list(KINDS.items()),
            widget=forms.CheckboxSelectMultiple({"class": "btn-check"}),
            error_messages={"invalid_choice": "请从列表中选择。"},
        )


class MomentOfDay(forms.TimeField):
    """A time of day, or none."""

    needed = False

    def __init__(self, label: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=False,
            help_text=help_text,
            widget=forms.TimeInput({"class": "form-control", "type": "time"}, format="%H:%M"),
            error_messages={"invalid": f"“{label}”应为时间，例如 22:00。"},
        )


class ChoicesForm(forms.Form):
    """Which notices go by which way besides the screen, and when not to disturb."""

    def __init__(self, ways: Sequence[str], data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for way in ways:
            self.fields[f"{way}_kinds"] = KindsField(f"用{WAYS[way]}接收")
        self.fields["quiet_from"] = MomentOfDay("免打扰开始")
        self.fields["quiet_until"] = MomentOfDay(
            "免打扰结束", "这段时间里不发，到结束时合并成一条再发。"
        )

    def choices(self) -> dict[str, list[str]]:
        """By kind, the ways that were chosen."""
        chosen = {way: self.cleaned_data.get(f"{way}_kinds", []) for way in WAYS}
        return {kind: [way for way in WAYS if kind in chosen[way]] for kind in KINDS}

    def quiet(self) -> tuple[time | None, time | None]:
        """From when to when nothing is sent."""
        return self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
