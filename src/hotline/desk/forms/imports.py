"""The forms of batch import and of the quarantine."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError

from hotline.desk.forms.fields import RowChoice, Words
from hotline.records.models import ImportMapping
from hotline.records.queries.reference import channels
from hotline.rules.column_mapping import ColumnMapping, MappingError, mapping_from
from hotline.steps.quarantine import ENCODINGS


def _mappings() -> dict[str, ImportMapping]:
    return {row.code: row for row in ImportMapping.objects.order_by("name")}


class ImportForm(forms.Form):
    """Which file, of which channel, read by which mapping."""

    channel = RowChoice("渠道", channels, empty="请选择", needed=True)
    mapping = RowChoice("列对应表", _mappings, empty="按表头自动识别")
    file = forms.FileField(
        label="文件",
        help_text="CSV 或 Excel（.xlsx），第一行是列名，50 MB 以内。",
        widget=forms.ClearableFileInput({"class": "form-control"}),
        error_messages={
            "required": "请选择要导入的文件。",
            "empty": "文件是空的，请重新选择。",
            "invalid": "文件没有传上来，请重新选择。",
            "missing": "文件没有传上来，请重新选择。",
        },
    )

    file.needed = True  # type: ignore[attr-defined]

    def clean_channel(self) -> object:
        """A channel must be chosen."""
        if self.cleaned_data["channel"] is None:
            raise ValidationError("请选择来件的渠道。")
        return self.cleaned_data["channel"]

    def clean_mapping(self) -> ColumnMapping | None:
        """The mapping as the reader wants it."""
        row = self.cleaned_data["mapping"]
        try:
            return mapping_from(row.columns) if row is not None else None
        except MappingError as error:
            raise ValidationError(str(error)) from error


class LookForm(forms.Form):
    """Why a record is opened in full, and with which encoding it is read."""

    reason = Words("查看理由", limit=300, needed=True, help_text="查看会留痕，例如：改正后重试。")
    encoding = forms.ChoiceField(
        label="原文编码",
        required=False,
        choices=[("", "不变"), *((code, code.upper()) for code in ENCODINGS)],
        widget=forms.Select({"class": "form-select"}),
    )

    def clean_reason(self) -> str:
        """The reason, asked for in words that fit a record in quarantine."""
        reason: str = self.cleaned_data["reason"]
        if not reason.strip():
            raise ValidationError("请填写查看理由，例如“改正后重试”。")
        return reason


class RetryForm(forms.Form):
    """A quarantined record's cells, one field a column."""

    def __init__(self, *args: object, header: Sequence[str], cells: dict[str, str]) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.header = header
        for place, column in enumerate(header):
            field = Words(column, limit=200_000, rows=2)
            field.initial = cells.get(column, "")
            self.fields[f"cell_{place}"] = field

    def cells(self) -> dict[str, str]:
        """What stands in the fields now, by column."""
        return {
            column: self.cleaned_data.get(f"cell_{place}", "")
            for place, column in enumerate(self.header)
        }
