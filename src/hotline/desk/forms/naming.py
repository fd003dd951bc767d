"""The fields by which a person names a topic, a unit, a colleague or another case by typing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse_lazy

from hotline.desk.forms.fields import Words
from hotline.records.models import Case, Department, Staff, Topic
from hotline.records.queries.access import case_for
from hotline.records.queries.choosing import (
    search_topics,
    topic_label,
    topics_called,
    unit_label,
    units_called,
    units_on,
)
from hotline.records.queries.colleagues import people_called, person_label

OFFERED = 3
LINES = 3
BETWEEN = re.compile(r"[、，,；;\n]")


class Named(Words):
    """A reference row named by typing; `day` says which rows exist, set by the form."""

    day: date
    what = ""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, limit=200, **options)

    def one_of(self, text: str, found: Sequence[Model], near: Sequence[str]) -> Any:
        """The one row that `text` names, or a message that offers what it may mean."""
        if len(found) == 1:
            return found[0]
        problem = (
            f"有 {len(found)} 个{self.what}叫“{text}”" if found else f"没有叫“{text}”的{self.what}"
        )
        offer = f"；是不是：{'、'.join(near)}？" if near else "；"
        raise ValidationError(f"{problem}{offer}请输入名称的一部分，再从提示列表中选择。")


class TopicField(Named):
    """问题分类, by name, code or a choice from the suggestions; its clean value is the Topic."""

    what = "问题分类"

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label,
            **options,
            **{
                "list": "topics",
                "placeholder": "输入名称、关键词或编码，例如：环境卫生",
                "hx-get": reverse_lazy("desk:topics"),
                "hx-trigger": "input changed delay:200ms",
                "hx-target": "#topics",
                "hx-sync": "this:replace",
            },
        )

    def clean(self, value: str) -> Topic | None:
        """The topic that was typed or chosen."""
        text = super().clean(value)
        if not text:
            return None
        near = [topic_label(topic) for topic in search_topics(text, self.day)[:OFFERED]]
        topic: Topic = self.one_of(text, topics_called(text, self.day), near)
        return topic


class UnitField(Named):
    """承办单位, by name, alias or a choice from the list; its clean value is the Department."""

    what = "承办单位"

    def __init__(self, label: str, **options: Any) -> None:
        placeholder = "输入单位名称的一部分"
        super().__init__(label, **options, **{"list": "units", "placeholder": placeholder})

    def clean(self, value: str) -> Department | None:
        """The unit that was typed or chosen."""
        text = super().clean(value)
        return self.unit_called(text) if text else None

    def unit_called(self, text: str) -> Department:
        """The one unit that `text` names."""
        labels = [unit_label(unit) for unit in units_on(self.day)]
        near = [label for label in labels if text in label] or get_close_matches(text, labels)
        unit: Department = self.one_of(text, units_called(text, self.day), near[:OFFERED])
        return unit


class Lines(forms.MultiWidget):
    """Several lines for one field, named field, field_2, field_3: nothing but HTML adds none."""

    use_fieldset = True
    line: type[forms.Widget] = forms.TextInput
    what = "单位"

    def __init__(self, attrs: Mapping[str, Any]) -> None:
        line = self.line({"class": "form-control", "autocomplete": "off", **attrs})
        super().__init__({str(place) if place > 1 else "": line for place in range(1, LINES + 1)})

    def decompress(self, value: Sequence[str] | None) -> list[str]:
        """The lines of what is known beforehand; further ones share the last."""
        known = list(value or ())
        return [*known[: LINES - 1], "、".join(known[LINES - 1 :])]

    def id_for_label(self, id_: str) -> str:
        """The group of lines is what the label names."""
        return id_

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Every line says by itself which one it is."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for place, line in enumerate(context["widget"]["subwidgets"], start=1):
            line["attrs"]["aria-label"] = f"第 {place} 个{self.what}"
        return context


class Boxes(Lines):
    """Several boxes for one field."""

    line = forms.Textarea
    what = "事项"


class TextsField(Words):
    """Several texts, each in a box of its own; its clean value lists those that were filled."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, help_text="每个事项一格，各成一件工单。", **options)
        self.needed = True
        self.widget = Boxes({"rows": 2, "placeholder": "一个事项的内容"})

    def clean(self, value: Sequence[str]) -> list[str]:  # type: ignore[override]
        """The texts, without the empty boxes."""
        texts = [super(TextsField, self).clean(text) for text in value or ()]
        return [text for text in texts if text]


class UnitsField(UnitField):
    """Several units, one a line or with 、 between them; its clean value is a list."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.widget = Lines({"list": "units", "placeholder": "输入单位名称的一部分"})

    def clean(self, value: Sequence[str]) -> list[Department]:  # type: ignore[override]
        """The units that were typed or chosen, each once, in their order."""
        lines = [Words.clean(self, line) for line in value or ()]
        names = [name.strip() for line in lines for name in BETWEEN.split(line)]
        return [self.unit_called(name) for name in names if name]


class PersonField(Named):
    """人员, by name or account; its clean value is the Staff."""

    what = "人员"

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, **options)

    def clean(self, value: str) -> Staff | None:
        """The person who was typed."""
        text = super().clean(value)
        if not text:
            return None
        found = people_called(text)
        near = [person_label(person) for person in found][:OFFERED]
        person: Staff = self.one_of(text, found, near)
        return person


class CaseField(Words):
    """Another case, by its number; `staff` is who names it, set by the form.

    A case that does not exist and one that this person may not see are told in one sentence.
    """

    staff: Staff

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, limit=60, **options)

    def clean(self, value: str) -> Case | None:
        """The case that was named."""
        number = super().clean(value).upper()
        if not number:
            return None
        try:
            return case_for(self.staff, number)
        except Case.DoesNotExist as error:
            raise ValidationError(f"没有查到工单“{number}”；请核对编号。") from error
