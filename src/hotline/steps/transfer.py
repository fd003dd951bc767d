"""Transfer: danger to life or property goes to the emergency line at once (转接)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.telling import EMERGENCY_LINES, telling
from hotline.steps.ending import end_case
from hotline.steps.moving import Refused, moving


def transfer(
    case: Case,
    *,
    line: str,
    by: Staff | None,
    at: datetime,
    three_way: bool = False,
    text: str = "",
    seen: int | None = None,
) -> Case:
    """End the case at the emergency line; `three_way` says that the caller was put through."""
    if line not in EMERGENCY_LINES:
        raise Refused("line", "请选择转接的紧急电话：110、119、120 或 122。")
    told = telling("transfer", line, text)
    with moving(case, "transfer", by=by, at=at, seen=seen) as change:
        end_case(change, "transferred", answer=told)
        change.note = told
        change.details = {"line": line, "three_way": three_way}
    return case
