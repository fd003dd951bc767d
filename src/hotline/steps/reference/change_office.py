"""Change the office's own facts (热线办公室): its name, its hours, how often and how long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from hotline.records.models import Office, Staff
from hotline.rules.deadlines import UNITS
from hotline.rules.reference.tables import OFFICE
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused
from hotline.steps.reference.keeping import changing

KEY = "office"
SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–—至~]\s*([01]\d|2[0-3]):([0-5]\d)")
LONGEST = 1_000
Spans = list[list[str]]


def change_office(
    *,
    hotline_name: str,
    hours: Spans,
    quiet_hours: Spans,
    rules: Mapping[str, Any],
    reason: str,
    by: Staff | None,
    at: datetime,
    seen: str | None = None,
) -> Office:
    """Store the facts; running clocks keep their deadlines, later ones count by the new hours."""
    today = at.astimezone(CHINA).date()
    with changing(OFFICE, KEY, reason=reason, begins=today, by=by, at=at, seen=seen) as change:
        row = Office.objects.get()
        if not hotline_name.strip():
            raise Refused("hotline_name", "请填写热线名称。")
        _need_hours(hours)
        _need_rules(rules)
        facts = {
            "hotline_name": hotline_name.strip(),
            "hours": hours,
            "rules": {**row.rules, **rules, "quiet_hours": quiet_hours},
        }
        before = {name: getattr(row, name) for name in facts}
        if facts == {**before, "rules": {"quiet_hours": [], **before["rules"]}}:
            raise Refused("", "没有改动，不必保存。")
        change.before, change.after = before, facts
        change.set(row, **facts)
    return row


def spans_of(text: str) -> Spans | None:
    """The stretches of a day that a text names, `08:30-11:30、13:30-17:00`; None if it is none."""
    parts = [part for part in re.split(r"[、，,;；\s]+(?=\d)", text.strip()) if part]
    found = [SPAN.fullmatch(part.strip()) for part in parts]
    if not all(found):
        return None
    return [[f"{each[1]}:{each[2]}", f"{each[3]}:{each[4]}"] for each in found if each]


def _need_hours(hours: Spans) -> None:
    clock = [moment for span in hours for moment in span]
    if not hours or any(earlier >= later for earlier, later in pairwise(clock)):
        raise Refused("hours", "办公时间至少一段，各段由早到晚、不能重叠，例如 08:30-11:30。")


def _need_rules(rules: Mapping[str, Any]) -> None:
    for name, value in rules.items():
        if name.endswith("_unit"):
            if value not in UNITS:
                raise Refused(name, "请从列表中选择单位。")
        elif value is None or not int(name.endswith("_amount")) <= value <= LONGEST:
            raise Refused(name, f"请填写 0 至 {LONGEST} 的整数；时长要大于 0。")
