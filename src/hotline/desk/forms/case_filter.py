"""The filters above the list of cases; what they mean is read by `Wanted.from_query`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.db.models import Model

from hotline.records.queries.reference import campaigns, channels, kinds
from hotline.rules.life import STATUS_NAMES


class FilterForm(forms.Form):
    """Shown with what the address says; never a reason to refuse the list."""

    q = forms.CharField(
        label="查找",
        required=False,
        widget=forms.SearchInput(
            {"class": "form-control", "placeholder": "工单号、来电号码或内容中的词"}
        ),
    )
    status = forms.ChoiceField(label="状态", required=False)
    channel = forms.ChoiceField(label="来源", required=False)
    kind = forms.ChoiceField(label="类型", required=False)
    campaign = forms.ChoiceField(label="专题", required=False)
    overdue = forms.BooleanField(
        label="只看逾期",
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input", "value": "1"}),
    )

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__(query, auto_id="filter_%s")
        self._offer("status", [(code.value, name) for code, name in STATUS_NAMES.items()])
        self._offer("channel", _rows(channels))
        self._offer("kind", _rows(kinds))
        self._offer("campaign", _rows(campaigns))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Give a select its choices, with “any” before them."""
        field = self.fields[name]
        field.widget = forms.Select({"class": "form-select"})
        field.choices = [("", f"全部{field.label}"), *choices]


def _rows(read: Callable[[], Mapping[str, Model]]) -> list[tuple[str, str]]:
    return [(code, str(row)) for code, row in read().items()]
