"""Forms of the editor of bulletin forms. They check shape; the rules are in the steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hotline.desk.forms.fields import RowChoice, Words
from hotline.records.queries.reference import departments
from hotline.rules.forms.source import LONGEST
from hotline.rules.periods import Period, period_of, read_period

ROWS = 30


class PreviewForm(forms.Form):
    """For which period, and of which unit, the form is tried."""

    period = Words("统计期", limit=40, help_text="如 2022-04、2022-W14、2022-Q2、2022-04-05。")
    unit = RowChoice("单位", departments, empty="全市")

    def clean_period(self) -> Period | None:
        """The period that was typed; None where the form's own is to be used."""
        code = self.cleaned_data["period"].strip()
        try:
            return read_period(code) if code else None
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem


class FormTextForm(PreviewForm):
    """The text of a form, and why it is changed."""

    text = Words("格式内容", limit=LONGEST, needed=True, rows=ROWS, spellcheck="false", wrap="off")
    reason = Words("理由", limit=300, help_text="如依据的文件；保存时要填。")
    field_order = ("text", "period", "unit", "reason")


class FormUndoForm(forms.Form):
    """Why the last change is undone."""

    reason = Words("撤销的理由", limit=300, needed=True)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="undo_%s")


def usual_period(kind: str, today: date) -> Period:
    """The last period of a kind that is over; for a special topic the last thirty days."""
    if kind == "days":
        return Period(date.fromordinal(today.toordinal() - 30), today)
    return period_of(kind, today).previous()
