"""The kinds of fields that the forms are made of, each with its label, help and error text.

A field marked `needed` is asked for by a step, which refuses its absence in its own words; the
mark only tells the person beforehand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    ProhibitNullCharactersValidator,
)
from django.db.models import Model

TEXT_LIMIT = 100_000
YEARS = range(1990, 2101)
MOMENT_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d")
YES_NO = (("yes", "是"), ("no", "否"))
MOST = 10_000


class Words(forms.CharField):
    """A line of text, or a box of `rows` lines. No maxlength: a browser would cut off silently.

    `usual` are pairs of a choice and the text that is used for it where the box stays empty.
    """

    def __init__(
        self,
        label: str,
        *,
        limit: int = TEXT_LIMIT,
        needed: bool = False,
        rows: int = 0,
        help_text: str = "",
        usual: Sequence[tuple[str, str]] = (),
        **attributes: Any,
    ) -> None:
        self.usual = usual
        attrs = {"class": "form-control", **_asked(needed), **attributes}
        widget = (
            forms.Textarea({**attrs, "rows": rows})
            if rows
            else forms.TextInput({"autocomplete": "off", **attrs})
        )
        super().__init__(label=label, required=False, widget=widget, help_text=help_text)
        self.needed = needed
        self.validators = [
            MaxLengthValidator(
                limit, f"“{label}”最多 {limit} 个字，现有 %(show_value)s 个字；请删减。"
            ),
            ProhibitNullCharactersValidator(f"“{label}”里有看不见的空字符；请删去后重新填写。"),
        ]


class PhoneField(Words):
    """A telephone number: digits, with the marks people write between them."""

    allowed = frozenset("0123456789+-() ")

    def clean(self, value: str) -> str:
        """The number in half-width characters."""
        text: str = unicodedata.normalize("NFKC", super().clean(value)).strip()
        if not self.allowed.issuperset(text):
            raise ValidationError(f"“{self.label}”只能有数字、空格和 + - ( )；请改正。")
        return text


class RowChoice(forms.ChoiceField):
    """A choice by code out of reference rows; its clean value is the row itself, or None."""

    def __init__(
        self,
        label: str,
        rows: Callable[[], Mapping[str, Model]],
        *,
        empty: str | None = None,
        segmented: bool = False,
        needed: bool = False,
        help_text: str = "",
    ) -> None:
        self.rows = rows
        self.needed = needed
        blank = [] if empty is None else [("", empty)]
        super().__init__(
            label=label,
            required=False,
            help_text=help_text,
            choices=lambda: blank + [(code, str(row)) for code, row in rows().items()],
            widget=_segments() if segmented else forms.Select({"class": "form-select"}),
            error_messages={"invalid_choice": f"请从列表中选择“{label}”。"},
        )

    def clean(self, value: str) -> Model | None:
        """The row that was chosen."""
        code = super().clean(value)
        return self.rows()[code] if code else None


class CodeChoice(forms.ChoiceField):
    """A choice out of a fixed list of codes, shown as segments side by side."""

    def __init__(
        self, label: str, names: Mapping[str, str], *, needed: bool = False, help_text: str = ""
    ) -> None:
        self.needed = needed
        super().__init__(
            label=label,
            required=False,
            help_text=help_text,
            choices=list(names.items()),
            widget=_segments(),
            error_messages={"invalid_choice": f"请从列表中选择“{label}”。"},
        )


class YesNo(forms.TypedChoiceField):
    """是 or 否; None while nothing is chosen. `width` "half" lets two stand side by side."""

    def __init__(
        self, label: str, *, needed: bool = False, help_text: str = "", width: str = ""
    ) -> None:
        self.needed = needed
        self.width = width
        super().__init__(
            label=label,
            required=False,
            help_text=help_text,
            choices=YES_NO,
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=_segments(),
            error_messages={"invalid_choice": f"“{label}”请选“是”或“否”。"},
        )


class Tick(forms.BooleanField):
    """A box to tick."""

    def __init__(self, label: str, *, help_text: str = "") -> None:
        widget = forms.CheckboxInput({"class": "form-check-input"})
        super().__init__(label=label, required=False, help_text=help_text, widget=widget)


class Amount(forms.IntegerField):
    """A number of days, small enough to be meant."""

    def __init__(self, label: str, *, needed: bool = False, help_text: str = "") -> None:
        self.needed = needed
        super().__init__(
            label=label,
            required=False,
            help_text=help_text,
            widget=forms.TextInput(
                {"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}
            ),
            error_messages={"invalid": f"“{label}”请填写整数，例如 5。"},
            validators=[MaxValueValidator(MOST, f"“{label}”最多 {MOST}；请改正。")],
        )


class Day(forms.DateField):
    """A day of the calendar."""

    def __init__(self, label: str, *, needed: bool = False, help_text: str = "") -> None:
        self.needed = needed
        super().__init__(
            label=label,
            required=False,
            help_text=help_text,
            input_formats=DAY_FORMATS,
            widget=forms.DateInput(
                {"class": "form-control", "type": "date"}, format=DAY_FORMATS[0]
            ),
            error_messages={"invalid": f"“{label}”不是有效的日期；请写成 2022-04-01。"},
        )

    def clean(self, value: str) -> date | None:
        """The day, of a year that can be meant."""
        day: date | None = super().clean(value)
        if day is not None and day.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"])
        return day


class Moment(forms.DateTimeField):
    """A day and time, in the office's own time."""

    def __init__(self, label: str, *, help_text: str = "") -> None:
        message = f"“{label}”不是有效的日期和时间；请写成 2022-04-01 09:30。"
        super().__init__(
            label=label,
            required=False,
            help_text=help_text,
            input_formats=MOMENT_FORMATS,
            widget=forms.DateTimeInput(
                {"class": "form-control", "type": "datetime-local"}, format=MOMENT_FORMATS[0]
            ),
            error_messages={"invalid": message},
        )

    def clean(self, value: str) -> datetime | None:
        """The moment, of a year that can be meant."""
        moment: datetime | None = super().clean(value)
        if moment is not None and moment.year not in YEARS:
            raise ValidationError(self.error_messages["invalid"])
        return moment


def tell_missing(form: forms.Form, asked: Mapping[str, str]) -> None:
    """Name everything that is missing at once, instead of one field at each sending."""
    for name, message in asked.items():
        if form.cleaned_data.get(name) in (None, "") and name not in form.errors:
            form.add_error(name, message)


def _asked(needed: bool) -> dict[str, str]:
    """What tells a screen reader that a field is asked for."""
    return {"aria-required": "true"} if needed else {}


def _segments() -> forms.RadioSelect:
    return forms.RadioSelect({"class": "btn-check"})
