"""The forms of quality sampling: what to draw from, and the score sheet of one drawn case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms

from hotline.desk.forms.fields import Amount, Day, RowChoice, Words
from hotline.desk.forms.moving import LONG
from hotline.desk.forms.naming import PersonField, UnitField
from hotline.records.models import QualityCheck, QualityScore
from hotline.records.queries.reference import kinds
from hotline.rules.workdays import CHINA

NOTE = 200


class DrawForm(forms.Form):
    """抽样: the period, how many, and what narrows the draw."""

    starts_on = Day("办结日期从", needed=True)
    ends_on = Day("到", needed=True)
    size = Amount("抽取件数", needed=True, help_text="1 至 200 件；不足的全部抽取。")
    unit = UnitField("承办单位", help_text="可不填；含其下级。")
    agent = PersonField("经办人员", help_text="可不填；姓名或账号，抽其经办过的工单。")
    kind = RowChoice("诉求类型", kinds, empty="不限")
    note = Words("说明", limit=NOTE, help_text="可不填，例如“11 月例行抽查”。")

    def __init__(self, data: Any = None, *, at: datetime) -> None:
        day = at.astimezone(CHINA).date()
        known = {"starts_on": _month_before(day), "ends_on": day, "size": 20}
        super().__init__(data, auto_id="draw_%s", initial=known)
        self.fields["unit"].day = day


def _month_before(day: date) -> date:
    """The first day of the month in which `day` lies."""
    return day.replace(day=1)


class ScoreForm(forms.Form):
    """评分表: one field an item of the sample's own sheet."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, check: QualityCheck, last: QualityScore | None) -> None:
        super().__init__(data, auto_id="score_%s", initial=_known(check, last))
        for item in check.sample.sheet:
            most = item["points"]
            field = Amount(f"{item['name']}（{most} 分）", needed=True)
            field.widget.attrs |= {"inputmode": "numeric", "data-points": most}
            self.fields[item["code"]] = field
        self.items = [item["code"] for item in check.sample.sheet]
        self.fields["findings"] = Words(
            "发现的问题", limit=LONG, rows=3, help_text="有扣分的必填：哪一处、应当怎样。"
        )
        self.fields["comment"] = Words("评语", limit=LONG, rows=2, help_text="可不填。")
        if check.times:
            self.fields["reason"] = Words("更正原因", limit=300, needed=True)

    @property
    def points(self) -> dict[str, int]:
        """What each item got; an empty one is left out."""
        given = {code: self.cleaned_data.get(code) for code in self.items}
        return {code: points for code, points in given.items() if points is not None}

    @property
    def texts(self) -> dict[str, str]:
        """What was written besides."""
        names = ("findings", "comment", "reason")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def _known(check: QualityCheck, last: QualityScore | None) -> Mapping[str, Any]:
    """Full points to begin with, or the sheet that is to be corrected."""
    if last is None:
        full = {item["code"]: item["points"] for item in check.sample.sheet}
        return {"seen": check.times, **full}
    words = {"findings": last.findings, "comment": last.comment}
    return {"seen": check.times, **last.points, **words}
