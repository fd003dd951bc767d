"""The form of the classifying engine: per field whether it is guessed, and from which sureness."""

from __future__ import annotations

from typing import Any

from django import forms

from hotline.desk.forms.fields import Amount, Tick
from hotline.rules.guessed_fields import FIELDS, is_guessed, thresholds_of

FILL, SUGGEST, ON = "fill", "suggest", "on"


class ThresholdsForm(forms.Form):
    """Fields are named by what is guessed and what is set: topic_fill."""

    def __init__(self, data: Any = None, *, options: dict[str, Any]) -> None:
        super().__init__(data, auto_id="engine_%s")
        for field, name in FIELDS.items():
            kept = thresholds_of(options, field)
            given = {
                ON: (Tick(f"推测{name}"), is_guessed(options, field)),
                FILL: (Amount(f"{name}的填入线"), round(kept.fill * 100)),
                SUGGEST: (Amount(f"{name}的提示线"), round(kept.suggest * 100)),
            }
            for what, (made, value) in given.items():
                self.fields[f"{field}_{what}"] = made
                self.initial[f"{field}_{what}"] = value

    def clean(self) -> dict[str, Any]:
        """Both lines of every field have to be there."""
        for field, name in FIELDS.items():
            for what in (FILL, SUGGEST):
                key = f"{field}_{what}"
                if self.cleaned_data.get(key) is None and key not in self.errors:
                    self.add_error(key, f"请填写“{name}”的百分数，例如 95。")
        return self.cleaned_data

    def given(self) -> dict[str, tuple[bool, int, int]]:
        """Switch, fill and suggest threshold of every field."""
        facts = self.cleaned_data
        return {
            field: (facts[f"{field}_{ON}"], facts[f"{field}_{FILL}"], facts[f"{field}_{SUGGEST}"])
            for field in FIELDS
        }

    def rows(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """For the table: code, name, and the three boxes of each field."""
        return [
            (
                field,
                name,
                self[f"{field}_{ON}"],
                self[f"{field}_{FILL}"],
                self[f"{field}_{SUGGEST}"],
            )
            for field, name in FIELDS.items()
        ]
