"""What every verb's form carries; its fields are named as the arguments of the verb's step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from hotline.desk.forms.fields import RowChoice, Words
from hotline.desk.forms.naming import CaseField, TextsField, UnitField, UnitsField
from hotline.records.models import Case, Staff
from hotline.records.queries.choosing import campaigns_on
from hotline.rules.workdays import CHINA

SHORT = 500
LONG = 2000


class MoveForm(forms.Form):
    """A verb's form, with the version of the case that the person looked at."""

    verb: ClassVar[str]
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        label="版本",
        error_messages=dict.fromkeys(("required", "invalid"), "页面已过期；请刷新页面后再提交。"),
    )

    def __init__(self, data: Any = None, *, case: Case, by: Staff, at: datetime) -> None:
        super().__init__(
            data, auto_id=f"{self.verb}_%s", initial={"seen": case.version, **self.known(case)}
        )
        self.by = by
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.day = at.astimezone(CHINA).date()
            elif isinstance(field, CaseField):
                field.staff = by
        self.prepare(case, at)

    def known(self, case: Case) -> dict[str, Any]:
        """What the form says before anybody has typed."""
        return {}

    def prepare(self, case: Case, at: datetime) -> None:
        """Fit the fields to this case and moment."""

    @property
    def names_units(self) -> bool:
        """Whether the form needs the list of units to suggest."""
        return any(isinstance(field, UnitField) for field in self.fields.values())

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Label and text of everything that was typed, so that nothing is ever lost."""
        return [(field.label, text) for field in self.visible_fields() for text in _texts(field)]


def _texts(field: forms.BoundField) -> Iterator[str]:
    """What stands in a box, or in each of a field's lines."""
    if not isinstance(field.field, Words):
        return
    value = field.value() or ""
    lines = value if isinstance(field.field, UnitsField | TextsField) else [value]
    yield from (line for line in lines if line)


def campaign_choice(day: date) -> RowChoice:
    """The campaigns that are on on `day`."""
    return RowChoice(
        "专题", lambda: {row.code: row for row in campaigns_on(day)}, empty="不属于专题"
    )
