"""The form of the proofreader: a pasted text, a file, or both."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class ProofreadForm(forms.Form):
    """What is to be read; with both, their names are compared as well."""

    # As it was written: neither trimmed (a table may end in blank cells) nor normalised.
    text = forms.CharField(
        label="粘贴通报全文",
        required=False,
        strip=False,
        help_text="连同表格一起从 Word 或网页里复制。",
        widget=forms.Textarea({"class": "form-control", "rows": 12}),
    )
    file = forms.FileField(
        label="或选择文件",
        required=False,
        allow_empty_file=True,
        help_text=".docx 或 .txt，20 MB 以内；不保存。",
        widget=forms.FileInput({"class": "form-control", "accept": ".docx,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        given = super().clean() or {}
        if not given.get("text", "").strip() and given.get("file") is None and not self.errors:
            raise ValidationError("请粘贴通报全文，或选择一个文件。")
        return given
