"""The forms of the review of new place names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from hotline.desk.forms.fields import Words
from hotline.records.models import Place
from hotline.records.queries.places import labelled_places
from hotline.rules.places import LEVELS


class PlaceField(Words):
    """A place of the gazetteer, named by its label or its own name where only one is called so."""

    def __init__(self, label: str, **options: Any) -> None:
        finds = {"data-combo": reverse_lazy("desk:find", args=["places"])}
        super().__init__(label, limit=200, **finds, **options)

    def clean(self, value: Any) -> Any:
        """The Place; None where nothing is typed."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        known = labelled_places()
        codes = [known[text].code] if text in known else []
        codes = codes or [row.code for row in known.values() if text in (row.name, *row.aliases)]
        if len(codes) != 1:
            problem = "有几个" if codes else "没有"
            raise ValidationError(
                f"{problem}叫“{text}”的地名；请输入名称或拼音的一部分，再从提示列表中选择。"
            )
        return Place.objects.select_related("parent").get(code=codes[0])


class TakeInForm(forms.Form):
    """As what, and where, a name is taken into the gazetteer."""

    name = Words("地名", limit=100, needed=True)
    level = forms.ChoiceField(
        label="级别",
        choices=lambda: list(LEVELS.items()),
        widget=forms.Select({"class": "form-select"}),
        error_messages={"invalid_choice": "请选择级别。", "required": "请选择级别。"},
    )
    parent = PlaceField("所在区域", needed=True, placeholder="街道、乡镇或社区，可用拼音")


class AliasForm(forms.Form):
    """Of which known place a name is another way of saying."""

    place = PlaceField("就是", needed=True, placeholder="已有的地名，可用拼音")
