"""Transfer: danger to life or property goes to the emergency line at once (转接)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.life import Ending
from hotline.rules.telling import EMERGENCY_LINES, telling
from hotline.steps.ending import tell_and_end
from hotline.steps.moving import Refused


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
    return tell_and_end(
        case,
        "transfer",
        Ending.TRANSFERRED,
        told,
        {"line": line, "three_way": three_way},
        by=by,
        at=at,
        seen=seen,
    )
