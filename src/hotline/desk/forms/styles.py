"""A form with every kind of field, for the style page."""

from __future__ import annotations

from django import forms

from hotline.desk.forms.fields import CodeChoice, Words, YesNo


class StyleForm(forms.Form):
    """It is never sent."""

    line = Words("标题", needed=True, help_text="一句话说清什么事、在哪里。")
    box = Words("内容", rows=3, usual=[("已解决", "问题已解决，诉求人表示满意。")])
    choice = CodeChoice("紧急程度", {"ordinary": "一般", "urgent": "紧急", "critical": "特急"})
    yes_no = YesNo("问题是否解决", needed=True)
    tick = forms.BooleanField(
        label="只看逾期",
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
