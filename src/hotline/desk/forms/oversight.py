"""The forms of the supervisor's desk."""

from __future__ import annotations

from typing import Any

from django import forms

from hotline.desk.forms.fields import CodeChoice, Words
from hotline.rules.suspicion import VERDICTS


class VerdictForm(forms.Form):
    """What a supervisor holds of a suspicion, and why."""

    verdict = CodeChoice("认定", VERDICTS, needed=True)
    note = Words(
        "核实情况",
        needed=True,
        limit=2000,
        rows=4,
        help_text="向谁核实、看了什么、为什么这样认定；认定记录不能修改。",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="verdict_%s")
