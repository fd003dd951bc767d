"""What a citizen may send about their own request: the shapes; the rules are in the steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from hotline.portal.following_words import RATINGS, SOLVED
from hotline.rules.following import LONGEST_ADDED, LONGEST_REASON

NUL = ProhibitNullCharactersValidator(_("有看不见的空字符，请删去后重新填写。"))


def _words(label: Any, help_text: Any = "", rows: int = 3, longest: int = LONGEST_REASON) -> Any:
    field = forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.Textarea({"class": "form-control", "rows": rows}),
    )
    field.validators = [NUL]
    field.longest = longest  # type: ignore[attr-defined]
    return field


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=list(choices.items()),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("请从列出的选项中选择。")},
    )


class Pictures(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Pictures, perhaps none; the clean value is the list of them."""

    widget = Pictures

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files as they were handed in; empty ones too, which the step refuses by name."""
        return [each for each in data or () if each]


class AddForm(forms.Form):
    """补充情况."""

    text = _words(_("要补充的情况"), rows=4, longest=LONGEST_ADDED)
    pictures = PicturesField(
        label=_("图片"),
        required=False,
        widget=Pictures({"class": "form-control", "accept": "image/*"}),
        help_text=_("可不选；照片里的拍摄地点等信息会自动去掉。"),
    )


class RateForm(forms.Form):
    """评价."""

    solved = _choice(_("问题解决了吗？"), SOLVED)
    handling_rating = _choice(_("您对办理结果满意吗？"), RATINGS)
    service_rating = _choice(_("您对 12345 热线的服务满意吗？（可不选）"), RATINGS)
    note = _words(
        _("意见"), _("没有解决或不满意的，请写明原因，热线据此决定是否重新办理；其他可不填。")
    )


class TakeBackForm(forms.Form):
    """撤回诉求."""

    reason = _words(_("撤回的原因"), _("撤回后不再办理，也不能恢复。"), rows=2)


class ReopenForm(forms.Form):
    """申请重新办理."""

    reason = _words(_("为什么需要重新办理"), rows=3)
