"""The filters above the list of cases; what they mean is read by `Wanted.from_query`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.db.models import Model

from hotline.records.queries.reference import campaigns, channels, kinds
from hotline.records.queries.wanted import DUE_WITHIN
from hotline.rules.deadlines import URGENCIES
from hotline.rules.life import STATUS_NAMES
from hotline.steps.call_back import RATINGS

# Those that are always in sight; the others are behind 更多筛选.
FIRST = ("status", "channel", "kind", "campaign")


def _tick(label: str) -> forms.BooleanField:
    box = forms.CheckboxInput({"class": "form-check-input", "value": "1"})
    return forms.BooleanField(label=label, required=False, widget=box)


def _text(label: str, **attributes: str) -> forms.CharField:
    given = {"class": "form-control", "autocomplete": "off", **attributes}
    return forms.CharField(label=label, required=False, widget=forms.TextInput(given))


def _day(label: str) -> forms.CharField:
    day = forms.TextInput({"class": "form-control", "type": "date"})
    return forms.CharField(label=label, required=False, widget=day)


class FilterForm(forms.Form):
    """Shown with what the address says; never a reason to refuse the list."""

    q = forms.CharField(
        label="查找",
        required=False,
        widget=forms.SearchInput(
            {
                "class": "form-control",
                "placeholder": "工单号、来电号码或内容中的词",
                "data-key": "f",
                "data-key-name": "在列表中查找",
            }
        ),
    )
    status = forms.ChoiceField(label="状态", required=False)
    channel = forms.ChoiceField(label="来源", required=False)
    kind = forms.ChoiceField(label="类型", required=False)
    campaign = forms.ChoiceField(label="专题", required=False)
    urgency = forms.ChoiceField(label="紧急程度", required=False)
    due = forms.ChoiceField(label="到期", required=False)
    rating = forms.ChoiceField(label="回访评价", required=False)
    unit = _text("主办单位", list="units", placeholder="单位名称，含其下级")
    topic = _text("问题分类", placeholder="名称或编码，含其下级")
    place = _text("事发地点", placeholder="区、街道、小区")
    since = _day("登记日期从")
    until = _day("登记日期到")
    overdue = _tick("只看逾期")
    mine = _tick("我经手的")
    confidential = _tick("保密")
    attached = _tick("有附件")
    returned = _tick("申请过退单")
    supervised = _tick("督办中")

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__(query, auto_id="filter_%s")
        self._offer("status", [(code.value, name) for code, name in STATUS_NAMES.items()])
        self._offer("channel", _rows(channels))
        self._offer("kind", _rows(kinds))
        self._offer("campaign", _rows(campaigns))
        self._offer("urgency", list(URGENCIES.items()))
        self._offer("rating", list(RATINGS.items()))
        self._offer("due", list(DUE_WITHIN.items()))

    def first(self) -> list[forms.BoundField]:
        """The choices that are always in sight."""
        return [self[name] for name in FIRST]

    def further(self) -> list[forms.BoundField]:
        """The other choices and words."""
        return [field for field in self if field.name not in (*FIRST, "q") and not _is_tick(field)]

    def ticks(self) -> list[forms.BoundField]:
        """What is either so or not, without the one in sight."""
        return [field for field in self if _is_tick(field) and field.name != "overdue"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Give a select its choices, with “any” before them."""
        field = self.fields[name]
        field.widget = forms.Select({"class": "form-select"})
        field.choices = [("", f"全部{field.label}"), *choices]


def _is_tick(field: forms.BoundField) -> bool:
    return field.widget_type == "checkbox"


def _rows(read: Callable[[], Mapping[str, Model]]) -> list[tuple[str, str]]:
    return [(code, str(row)) for code, row in read().items()]
