"""The forms of hot issues: what a person rules about one, and what the office sets for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from hotline.desk.forms.fields import Words
from hotline.records.models import HotIssue
from hotline.rules.heat import BOUNDS, Watch


class RenameForm(forms.Form):
    """A name that stays."""

    name = Words("名称", needed=True, limit=120, help_text="改后系统不再自动改名。")


class DismissForm(forms.Form):
    """Why it is none."""

    note = Words(
        "忽略的原因", needed=True, limit=200,
        help_text="新来的同类工单仍归到这里，但不再预警，也不列入热点；随时可以恢复。",
    )  # fmt: skip


class RestoreForm(forms.Form):
    """Nothing has to be said."""


class MergeForm(forms.Form):
    """Into which other one."""

    into = forms.ChoiceField(
        label="并入",
        required=False,
        widget=forms.Select({"class": "form-select"}),
        help_text="本热点的工单和以后同类的来件都归到那里，可以撤销。",
    )

    def __init__(self, data: Any = None, *, others: Sequence[HotIssue] = ()) -> None:
        super().__init__(data, auto_id="merge_%s")
        # What is offered may have changed since the page was read; the step says so.
        self.fields["into"] = forms.CharField(
            label="并入",
            required=False,
            help_text=str(self.fields["into"].help_text),
            widget=forms.Select(
                {"class": "form-select"},
                choices=[("", "请选择"), *((str(row.pk), _named(row)) for row in others)],
            ),
        )


def _named(row: HotIssue) -> str:
    return f"{row.name}（{row.size} 件）"


class SplitForm(forms.Form):
    """What the part is called; the cases are ticked in the list."""

    name = Words("分出后的名称", limit=120, help_text="先在左边勾选要分出去的工单。")


class PutInForm(forms.Form):
    """Which case belongs here."""

    number = Words("工单编号", needed=True, limit=30, help_text="完整的编号，可从工单页复制。")


class TakeOutForm(forms.Form):
    """Which case does not; its number is in the button's form."""

    number = forms.CharField(required=False, widget=forms.HiddenInput, max_length=30)


WRONGS = ("required", "invalid", "min_value", "max_value")
NAMES: Mapping[str, tuple[str, str]] = {
    "least": ("预警件数", "在下面的时间里至少这么多件同类工单才预警。"),
    "callers": ("预警人数", "至少来自这么多位不同的诉求人。"),
    "hours": ("预警时间（小时）", "多长时间内的工单合在一起看。"),
    "surprise": (
        "少见程度",
        "碰巧有这么多的可能要低到几分之一：2 百分之一，3 千分之一，4 万分之一。",
    ),
    "days": ("热度窗口（天）", "热度按最近这么多天的工单计算。"),
    "weeks": ("平时看几周", "平时的件数按之前这么多周计算。"),
    "weeks_present": ("长期问题的周数", "这些周中至少有这么多周都有人反映，就是长期问题。"),
    "over_days": ("平息天数", "这么多天没有新的工单就算平息。"),
    "joins": ("归组门槛（分）", "与已有热点的相似度到这个分数才归入；越高分得越细。"),
}


class SettingsForm(forms.Form):
    """What the office sets: numbers, each within its bounds."""

    def __init__(self, data: Any = None, *, watch: Watch | None = None, is_on: bool = True) -> None:
        usual = watch or Watch()
        super().__init__(data, auto_id="set_%s")
        self.fields["is_on"] = forms.BooleanField(
            label="自动归并热点并预警", required=False, initial=is_on,
            widget=forms.CheckboxInput({"class": "form-check-input"}),
        )  # fmt: skip
        for name, (label, told) in NAMES.items():
            least, most = BOUNDS[name]
            wrong = f"“{label}”请填 {least} 到 {most} 的整数。"
            self.fields[name] = forms.IntegerField(
                label=label, min_value=least, max_value=most, initial=getattr(usual, name),
                help_text=f"{told}{least}～{most}。",
                widget=forms.NumberInput({"class": "form-control", "inputmode": "numeric"}),
                error_messages=dict.fromkeys(WRONGS, wrong),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The weeks that make a steady one are some of those looked at."""
        found = super().clean() or {}
        if found.get("weeks_present", 0) > found.get("weeks", 99):
            self.add_error("weeks_present", "长期问题的周数不能多于“平时看几周”，请改小。")
        return found
