"""The forms of files that are exchanged with a superior's platform."""

from __future__ import annotations

from typing import Any

from django import forms

from hotline.documents.file_names import clean_name, ending_of

MISSING = dict.fromkeys(("required", "invalid", "missing"), "请选择文件。")
WORK_ORDERS = ("xlsx", "xls", "csv", "docx", "zip")
TEMPLATES = ("xlsx", "csv", "docx")
LARGEST = 50 * 1024 * 1024


class _OneFile(forms.Form):
    """A file of one of some kinds."""

    endings: tuple[str, ...] = ()

    def clean_file(self) -> Any:
        """The file, refused by its name or size before it is read."""
        given = self.cleaned_data["file"]
        if ending_of(clean_name(given.name)) not in self.endings:
            kinds = "、".join(f".{each}" for each in self.endings)
            raise forms.ValidationError(f"只收 {kinds} 文件，请另存后重新选择。")
        if given.size > LARGEST:
            raise forms.ValidationError("文件超过 50 MB，请拆分后重新选择。")
        return given


def _file(label: str, help_text: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=help_text,
        widget=forms.ClearableFileInput({"class": "form-control"}),
        error_messages={**MISSING, "empty": "文件是空的，请重新选择。"},
    )


class WorkOrdersForm(_OneFile):
    """A file of work orders."""

    endings = WORK_ORDERS
    file = _file("工单文件", "Excel、CSV、Word 表格，或装着这些和附件的 ZIP；50 MB 以内。")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, auto_id="orders_%s")


class TemplateForm(_OneFile):
    """The form in which a platform wants its results."""

    endings = TEMPLATES
    file = _file("结果模板", "平台要求的 Excel、CSV 或 Word 表；按列名或项目名填写。")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, auto_id="template_%s")
