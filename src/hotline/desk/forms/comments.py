"""The form in which something is said about a case."""

from __future__ import annotations

from typing import Any

from django import forms

from hotline.desk.forms.fields import Words
from hotline.records.models import Staff
from hotline.steps.talking.comment import LONGEST


class RewriteForm(forms.Form):
    """Better words for a comment."""

    text = Words("留言", limit=LONGEST, needed=True, rows=3, **{"data-mention": ""})


class CommentForm(RewriteForm):
    """The words, and for the office whether the units read them too."""

    for_units = forms.BooleanField(
        label="单位也能看到",
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input", "data-for-units": ""}),
    )

    def __init__(self, data: Any = None, *, by: Staff) -> None:
        super().__init__(data, auto_id="comment_%s")
        self.fields["text"].help_text = "输入 @ 和姓名或拼音首字母，可提及能看到这件工单的人。"
        if not by.may("see_all_cases"):
            del self.fields["for_units"]
