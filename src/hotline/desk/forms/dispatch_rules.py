"""The forms of the dispatch catalogue: a rule, its place, its end, a trial text, a simulation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hotline.desk.forms.fields import RowChoice, Words
from hotline.desk.forms.naming import TopicField, UnitField
from hotline.records.models import Department, DispatchRule
from hotline.records.queries.choosing import (
    topic_label,
    topics_called,
    topics_on,
    unit_label,
    units_called,
)
from hotline.records.queries.reference import departments, kinds
from hotline.rules.dispatching import Matter
from hotline.steps.write_dispatch_rule import RuleFacts

YEARS = range(1990, 2101)
HIGHEST_ORDER = 1_000_000
SHORT, LONG = 500, 4_000
EACH = "一行一个，或用顿号分开；有一个出现即可。不填表示不限。"


class Day(forms.DateField):
    """A day; one that cannot be meant is told as such."""

    def __init__(self, label: str, *, help_text: str = "") -> None:
        message = f"“{label}”不是有效的日期；请写成 2026-01-31。"
        super().__init__(
            label=label,
            help_text=help_text,
            widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
            input_formats=("%Y-%m-%d", "%Y/%m/%d"),
            error_messages={"invalid": message, "required": f"请填写“{label}”。"},
        )
        self.needed = True

    def clean(self, value: Any) -> date | None:
        """The day, of a year that can be meant."""
        day: date | None = super().clean(value)
        if day is not None and day.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"])
        return day


class Order(forms.IntegerField):
    """The place of a rule in the catalogue."""

    def __init__(self) -> None:
        sentence = f"序号应为 1 至 {HIGHEST_ORDER} 的整数；小的先适用。"
        super().__init__(
            label="序号",
            min_value=1,
            max_value=HIGHEST_ORDER,
            help_text="小的先适用；留出间隔，便于以后插入。",
            widget=forms.NumberInput({"class": "form-control"}),
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"), sentence
            ),
        )
        self.needed = True


class DatedForm(forms.Form):
    """A change of the catalogue: from when, and why."""

    valid_from = Day("生效日", help_text="从这一天起；以后的日期可以先演算，再生效。")
    reason = Words("理由", limit=LONG, rows=2, needed=True, help_text="为什么这样改；留在历史中。")

    def __init__(self, data: Any = None, *, today: date, **options: Any) -> None:
        initial = {"valid_from": today + timedelta(days=1), **options.pop("initial", {})}
        super().__init__(data, initial=initial, **options)
        self.today = today


class RuleForm(DatedForm):
    """One rule in full."""

    order = Order()
    topics = Words(
        "问题分类", limit=LONG, rows=3, help_text="一行一个名称或编码，包括其下级。不填表示不限。"
    )
    kinds = forms.MultipleChoiceField(
        label="诉求类型",
        required=False,
        choices=lambda: [(code, row.name) for code, row in kinds().items()],
        widget=forms.SelectMultiple({"class": "form-select", "size": 4}),
        help_text="可选多项。不选表示不限。",
        error_messages={"invalid_choice": "请从列表中选择“诉求类型”。"},
    )
    places = Words("地点词", limit=LONG, rows=2, help_text=EACH)
    words = Words("内容词", limit=LONG, rows=2, help_text=EACH)
    unit = UnitField("承办单位", needed=True)
    assisting = Words("协办单位", limit=LONG, help_text="用顿号分开；可不填。")
    basis = Words("依据", limit=300, help_text="法规或文件的名称；没有可不填。")
    field_order = (
        "order", "topics", "kinds", "places", "words", "unit", "assisting", "basis", "valid_from",
        "reason",
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, today: date, row: DispatchRule | None = None, **options: Any
    ) -> None:
        initial = _known(row, today) if row is not None else {}
        super().__init__(data, today=today, initial=initial, **options)
        self.fields["unit"].day = today

    def clean_topics(self) -> tuple[str, ...]:
        """The codes of the topics that were named."""
        return tuple(self._topic(text) for text in _each(self.cleaned_data["topics"], "\n"))

    def clean_places(self) -> tuple[str, ...]:
        """The words as they are: no sign in them means anything but itself."""
        return _words(self.cleaned_data["places"])

    def clean_words(self) -> tuple[str, ...]:
        """The words as they are: no sign in them means anything but itself."""
        return _words(self.cleaned_data["words"])

    def clean_assisting(self) -> tuple[Department, ...]:
        """The units that were named."""
        return tuple(self._unit(text) for text in _words(self.cleaned_data["assisting"]))

    def facts(self) -> RuleFacts:
        """What the step wants."""
        given = self.cleaned_data
        return RuleFacts(
            order=given["order"],
            unit=given["unit"],
            topics=given["topics"],
            places=given["places"],
            kinds=tuple(given["kinds"]),
            words=given["words"],
            assisting=given["assisting"],
            basis=given["basis"],
        )

    def _topic(self, text: str) -> str:
        found = topics_called(text, self.today)
        if len(found) != 1:
            problem = "有几个叫" if found else "没有叫"
            raise ValidationError(f"{problem}“{text}”的问题分类；请写编码，例如 010214。")
        return found[0].code

    def _unit(self, text: str) -> Department:
        found = units_called(text, self.today)
        if len(found) != 1:
            raise ValidationError(f"没有叫“{text}”的承办单位；请写全称。")
        return found[0]


class ShiftForm(DatedForm):
    """Another place for a rule."""

    order = Order()
    field_order = ("order", "valid_from", "reason")


class RetireForm(forms.Form):
    """The last day of a rule."""

    last_day = Day("最后有效日", help_text="这一天仍有效，次日起停用。")
    reason = Words("理由", limit=LONG, rows=2, needed=True)


class TrialForm(forms.Form):
    """A text to try the catalogue with; nothing of it is kept."""

    text = Words(
        "诉求内容", limit=20_000, rows=5, needed=True, help_text="粘贴一段文字；不会保存。"
    )
    topic = TopicField("问题分类")
    kind = RowChoice("诉求类型", kinds, empty="不限")
    place = Words("地点", limit=SHORT)
    day = Day("派单日")

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, auto_id="try_%s", initial={"day": today})
        self.fields["topic"].day = today

    def matter(self) -> Matter:
        """What the catalogue looks at."""
        given = self.cleaned_data
        return Matter(
            topic=tuple(given["topic"].path) if given["topic"] else (),
            kind=given["kind"].code if given["kind"] else "",
            place=given["place"],
            text=given["text"],
        )


class SimulationForm(forms.Form):
    """Which past cases, and which day's catalogue."""

    starts_on = Day("工单起日", help_text="按受理日期。")
    ends_on = Day("工单止日")
    changed_on = Day("拟议目录的日期", help_text="那一天将生效的目录，与今天的比较。")


def _known(row: DispatchRule, today: date) -> dict[str, Any]:
    """A rule as the form shows it."""
    labels = {topic.code: topic_label(topic) for topic in topics_on(today)}
    units = departments()
    return {
        "order": row.order,
        "topics": "\n".join(labels.get(code, code) for code in row.topics),
        "kinds": row.kinds,
        "places": "、".join(row.places),
        "words": "、".join(row.words),
        "unit": unit_label(units[row.unit_id]),
        "assisting": "、".join(unit_label(units[pk]) for pk in row.assisting if pk in units),
        "basis": row.basis,
    }


def _words(text: str) -> tuple[str, ...]:
    return _each(text.replace("、", "\n"), "\n")


def _each(text: str, joint: str) -> tuple[str, ...]:
    """The pieces of a list, each once."""
    pieces: Iterable[str] = (piece.strip() for piece in text.split(joint))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))
