"""The forms of what is brought back to other systems by hand."""

from __future__ import annotations

from typing import Any

from django import forms

from hotline.desk.forms.fields import Moment, Words


class BroughtForm(forms.Form):
    """That it was brought, when, and the number that the other side gave."""

    state = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    number = Words("对方回执号", limit=200, help_text="对方平台给出的编号；没有的不填。")
    brought_at = Moment("回传时间", help_text="不填则为现在。")

    def __init__(self, data: Any = None, **facts: Any) -> None:
        super().__init__(data, auto_id="brought_%s", **facts)


class LetBeForm(forms.Form):
    """Why something need not be told."""

    reason = Words("原因", needed=True, limit=300, help_text="例如：上级已电话告知无需回传。")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="letbe_%s")
