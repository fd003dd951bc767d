"""What a citizen types to sign in: the phone, the code that came to it, a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.portal.filing_form import NAME_LENGTH
from hotline.rules.visiting import plain_phone


class PhoneForm(forms.Form):
    """The mobile phone that a code goes to."""

    phone = forms.CharField(
        label=_("手机号"),
        error_messages={"required": _("请填写 11 位手机号，验证码发到这个手机。")},
        widget=forms.TextInput(
            {"class": "form-control", "type": "tel", "inputmode": "tel", "autocomplete": "tel"}
        ),
    )

    def clean_phone(self) -> str:
        """The number as its digits."""
        found = plain_phone(self.cleaned_data["phone"])
        if found is None or found.startswith("0"):
            raise forms.ValidationError(_("请填写 11 位手机号，验证码发到这个手机。"))
        return found


class CodeForm(PhoneForm):
    """The code; a browser may fill it in from the message."""

    phone = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("短信验证码"),
        help_text=_("6 位数字，10 分钟内有效。手机可以自动填写。"),
        error_messages={"required": _("请填写短信里的 6 位验证码。")},
        widget=forms.TextInput(
            {"class": "form-control", "inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
    )


class NameForm(forms.Form):
    """What the citizen is called, for the form."""

    name = forms.CharField(
        label=_("称呼"),
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "name"}),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["name"].help_text = _("填写诉求时自动带入，可以修改。")
