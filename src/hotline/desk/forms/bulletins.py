"""Forms of the bulletin's screen. They check shape; the rules are in the steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hotline.desk.forms.fields import Words
from hotline.records.models import Case, Staff
from hotline.records.queries.access import cases_for
from hotline.rules.forms import SectionForm

TEXT_LIMIT = 5_000
_BETWEEN_NUMBERS = re.compile(r"[\s,，、;；]+")


class RewriteForm(forms.Form):
    """The words of an item."""

    group = Words("小标题", limit=100, help_text="同一小标题下的条目排在一起；可以不填。")
    text = Words("条目内容", limit=TEXT_LIMIT, needed=True, rows=6)


class ItemForm(RewriteForm):
    """A new item: where it goes, its words, and the cases that it speaks of."""

    section = forms.ChoiceField(
        label="放入", widget=forms.Select({"class": "form-select"}), required=False
    )
    cases = Words("相关工单编号", limit=2_000, help_text="多个编号用空格或顿号分开；可以不填。")
    field_order = ("section", "group", "text", "cases")

    def __init__(
        self, *args: Any, sections: Sequence[SectionForm], staff: Staff | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.staff = staff
        choices = [(row.code, row.heading.replace("{month}月份", "")) for row in sections]
        self.fields["section"].choices = choices  # type: ignore[attr-defined]

    def clean_cases(self) -> list[Case]:
        """The cases named by number, as far as this person may see them."""
        numbers = [n for n in _BETWEEN_NUMBERS.split(self.cleaned_data["cases"].strip()) if n]
        if not numbers or self.staff is None:
            return []
        found = {case.number: case for case in cases_for(self.staff).filter(number__in=numbers)}
        missing = [number for number in numbers if number not in found]
        if missing:
            raise ValidationError(f"没有编号为“{missing[0]}”的工单，请核对。")
        return [found[number] for number in numbers]


class PublishForm(forms.Form):
    """When and as which issue a bulletin goes out."""

    issued_on = forms.DateField(
        label="发布日期",
        widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "请填写发布日期。",
            "invalid": "发布日期不对，请写成 2022-05-06。",
        },
    )
    issue = Words("期号", limit=60, help_text="例如：第4期（总第52期）；可以不填。")


class ReasonForm(forms.Form):
    """Why a draft is returned or a bulletin withdrawn."""

    reason = Words("原因", limit=1_000, needed=True, rows=2)
