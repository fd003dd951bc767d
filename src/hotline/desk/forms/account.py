"""The forms of one's own account: second factors, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from hotline.desk.forms.fields import Day, RowChoice, Words, tell_missing
from hotline.desk.forms.staff import Secret
from hotline.records.models import Staff
from hotline.rules.permits import PERMITS

NAME_LIMIT = 40


class ConfirmForm(forms.Form):
    """One's password once more."""

    password = Secret("现在的密码", autocomplete="current-password")

    def clean(self) -> dict[str, Any]:
        """It has to be there."""
        tell_missing(self, {"password": "请输入现在的密码。"})
        return self.cleaned_data


class AppForm(forms.Form):
    """The first code of an app that has just taken up the secret."""

    name = Words("名称", limit=NAME_LIMIT, needed=True, help_text="便于以后辨认，例如“我的手机”。")
    code = Words(
        "验证器上的 6 位数字",
        limit=20,
        needed=True,
        inputmode="numeric",
        autocomplete="one-time-code",
    )
    asked: ClassVar[dict[str, str]] = {"name": "请填写名称。", "code": "请输入 6 位数字。"}

    def clean(self) -> dict[str, Any]:
        """Everything that is missing, named at once."""
        tell_missing(self, self.asked)
        return self.cleaned_data


class KeyForm(forms.Form):
    """A new security key; `answer` is what it signed, put there by the page's script."""

    name = Words("名称", limit=NAME_LIMIT, needed=True, help_text="例如“蓝色 U 盾”。")
    answer = forms.CharField(
        widget=forms.HiddenInput,
        required=False,
        max_length=20_000,
        error_messages={"max_length": "安全密钥的回答太长，请重新操作。"},
    )

    def clean(self) -> dict[str, Any]:
        """Without a script there is no answer."""
        tell_missing(self, {"name": "请填写名称。"})
        if not self.cleaned_data.get("answer") and "name" not in self.errors:
            self.add_error(None, "没有收到安全密钥的回答：请点“登记”后按提示触碰密钥。")
        return self.cleaned_data


class PermitsField(forms.MultipleChoiceField):
    """Which permits are lent."""

    needed = True

    def __init__(self) -> None:
        super().__init__(
            label="出借的权限",
            required=False,
            widget=forms.CheckboxSelectMultiple({"class": "btn-check"}),
            error_messages={"invalid_choice": "请从列表中选择“出借的权限”。"},
        )


class LendForm(forms.Form):
    """Who stands in for whom, on which days and for what."""

    deputy = RowChoice("代班人", dict, empty="请选择", needed=True)
    starts_on = Day("从", needed=True)
    ends_on = Day("到", needed=True, help_text="含当天；到期自动结束。")
    reason = Words("事由", limit=100, help_text="例如“年休假”。")
    permits = PermitsField()

    def __init__(
        self, data: Any = None, *, lender: Staff, people: Sequence[Staff], permits: Sequence[str]
    ) -> None:
        super().__init__(data)
        known: Mapping[str, Staff] = {str(p.pk): p for p in people if p.pk != lender.pk}
        field = self.fields["deputy"]
        field.rows = lambda: known
        field.choices = [("", "请选择"), *((pk, _named(p)) for pk, p in known.items())]
        self.fields["permits"].choices = [(permit, PERMITS[permit]) for permit in permits]

    def clean(self) -> dict[str, Any]:
        """Everything that is missing, named at once."""
        asked = {
            "deputy": "请选择代班人。",
            "starts_on": "请填写开始日期。",
            "ends_on": "请填写结束日期。",
        }
        tell_missing(self, asked)
        if "permits" not in self.errors and not self.cleaned_data["permits"]:
            self.add_error("permits", "请至少选择一项权限。")
        return self.cleaned_data


def _named(person: Staff) -> str:
    posts = "、".join(role.name for role in person.roles.all())
    return f"{person.name}（{posts}）" if posts else person.name
