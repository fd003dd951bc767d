"""What a deadline would be: the limit that holds for such a case, counted by the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from hotline.desk.doors import StaffRequest
from hotline.desk.forms.fields import Moment, RowChoice
from hotline.records.queries.reference import calendar, channels, kinds, limits
from hotline.records.queries.reference_uses import MOST_COUNTED, running_clocks
from hotline.records.scope import everything
from hotline.rules.deadlines import URGENCIES, NoLimit, choose_limit, deadline
from hotline.rules.reference.tables import CLOCK_NAMES
from hotline.rules.workdays import china


class PreviewForm(forms.Form):
    """A case that might be: of what kind, how urgent, from where, begun when."""

    kind = RowChoice("诉求类型", kinds)
    urgency = forms.ChoiceField(
        label="紧急程度",
        required=False,
        choices=list(URGENCIES.items()),
        widget=forms.Select({"class": "form-select"}),
        error_messages={"invalid_choice": "请从列表中选择“紧急程度”。"},
    )
    channel = RowChoice("来源渠道", channels, empty="不限")
    start = Moment("开始计时", help_text="不填为现在；填以后的时间可以看待生效的时限。")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="preview_%s")


def preview_of(request: StaffRequest, today: date) -> dict[str, Any]:
    """The form and, where it was sent, each clock's limit and deadline with the reasoning."""
    asked = "kind" in request.GET
    form = PreviewForm(request.GET if asked else None)
    if not asked or not form.is_valid() or form.cleaned_data["kind"] is None:
        return {"preview": form, "preview_lines": []}
    return {"preview": form, "preview_lines": _lines(form.cleaned_data)}


def _lines(given: dict[str, Any]) -> list[dict[str, Any]]:
    start = given["start"] or timezone.now()
    selectors = {
        "kind": given["kind"].code,
        "urgency": given["urgency"] or "ordinary",
        "channel": given["channel"].code if given["channel"] else "",
    }
    lines: list[dict[str, Any]] = []
    for clock, name in CLOCK_NAMES.items():
        try:
            limit = choose_limit(limits(), clock, day=china(start).date(), **selectors)
        except NoLimit:
            lines.append({"clock": name, "trouble": "没有适用的时限"})
            continue
        due = deadline([limit], start, calendar())
        line = {
            "clock": name,
            "limit": limit.words(),
            "at": due.at,
            "why": due.reason(),
            "days": due.days_not_counted()[:20],
            "running": _running(clock, selectors),
        }
        lines.append(line)
    return lines


def _running(clock: str, selectors: dict[str, str]) -> str:
    """How many clocks of such cases run now; a new limit leaves them as they are."""
    with everything():
        found = running_clocks({"clock": clock, **selectors}).order_by()
        number = found[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED} 以上" if number > MOST_COUNTED else str(number)
