"""The forms of accounts: looking for one, its facts, and one's own password."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from hotline.desk.forms.fields import CodeChoice, RowChoice, Words, tell_missing
from hotline.desk.forms.naming import UnitField
from hotline.records.models import Role, Staff
from hotline.records.queries.choosing import unit_label
from hotline.records.queries.reference import departments
from hotline.records.queries.staff import roles

ACTIVE = {"": "全部", "yes": "在用", "no": "已停用"}


class StaffFilter(forms.Form):
    """Which accounts are listed."""

    q = Words("查找", limit=60, placeholder="姓名或用户名")
    unit = RowChoice("单位", lambda: {u.code: u for u in departments().values()}, empty="全部单位")
    role = RowChoice("岗位", roles, empty="全部岗位")
    active = CodeChoice("状态", ACTIVE)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        names = [("", "全部状态"), *list(ACTIVE.items())[1:]]
        self.fields["active"].widget = forms.Select({"class": "form-select"}, choices=names)


class RolesField(forms.MultipleChoiceField):
    """岗位, several of them; its clean value is a list of roles."""

    needed = True

    def __init__(self) -> None:
        super().__init__(
            label="岗位",
            required=False,
            choices=lambda: [(code, role.name) for code, role in roles().items()],
            widget=forms.CheckboxSelectMultiple({"class": "btn-check"}),
            help_text="可选多项。管理人员的，不能再看工单或审计记录。",
            error_messages={"invalid_choice": "请从列表中选择“岗位”。"},
        )

    def clean(self, value: Any) -> Sequence[Role]:  # type: ignore[override]
        """The roles that were chosen."""
        chosen = set(super().clean(value))
        return [role for code, role in roles().items() if code in chosen]


class PersonForm(forms.Form):
    """What an account says of a person; `seen` is the version that is looked at."""

    name = Words("姓名", limit=60, needed=True)
    department = UnitField("所属单位", help_text="热线办公室的人员不填。")
    roles = RolesField()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    asked: ClassVar[dict[str, str]] = {"name": "请填写姓名。"}

    def __init__(self, data: Any = None, *, today: date, person: Staff | None = None) -> None:
        super().__init__(data, initial={} if person is None else _known(person))
        self.fields["department"].day = today

    def clean(self) -> dict[str, Any]:
        """Everything that is missing, named at once."""
        tell_missing(self, self.asked)
        if "roles" not in self.errors and not self.cleaned_data["roles"]:
            self.add_error("roles", "请至少选择一个岗位。")
        return self.cleaned_data


class NewPersonForm(PersonForm):
    """A new account."""

    username = Words(
        "用户名",
        limit=60,
        needed=True,
        help_text="2 至 60 个字母、数字或 . _ @ -，例如 zhang.san；以后不能改。",
        autocapitalize="none",
    )
    asked: ClassVar[dict[str, str]] = {"username": "请填写用户名。", **PersonForm.asked}
    field_order = ("username", "name", "department", "roles", "seen")


class Secret(forms.CharField):
    """A password as it is typed: nothing is taken off it, and it is never shown again."""

    needed = True

    def __init__(self, label: str, *, autocomplete: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=False,
            strip=False,
            help_text=help_text,
            widget=forms.PasswordInput(
                {"class": "form-control", "autocomplete": autocomplete, "aria-required": "true"}
            ),
        )


class PasswordForm(forms.Form):
    """One's own password: the present one, and the new one twice."""

    old = Secret("现在的密码", autocomplete="current-password")
    new = Secret(
        "新密码",
        autocomplete="new-password",
        help_text="至少 8 个字符；不要全是数字，不要用常见的密码，不要与用户名或姓名相近。",
    )
    again = Secret("再输一次新密码", autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        """Both new ones have to be the same."""
        given = self.cleaned_data
        asked = {
            "old": "请输入现在的密码。",
            "new": "请输入新密码。",
            "again": "请再输一次新密码。",
        }
        tell_missing(self, asked)
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "两次输入的新密码不同，请重新输入。")
        return given


def _known(person: Staff) -> dict[str, Any]:
    """An account as the form shows it."""
    unit = person.department
    return {
        "name": person.name,
        "department": unit_label(unit) if unit else "",
        "roles": [role.code for role in person.roles.all()],
        "seen": person.version,
    }
