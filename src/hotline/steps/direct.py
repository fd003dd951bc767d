"""Direct: what the law gives another way is told which way that is (法定途径告知)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.telling import LEGAL_ROUTES, telling
from hotline.steps.ending import end_case
from hotline.steps.moving import Refused, moving


def direct(
    case: Case,
    *,
    route: str,
    by: Staff | None,
    at: datetime,
    text: str = "",
    seen: int | None = None,
) -> Case:
    """End the case with the legal route told; the text defaults to that of the route."""
    if route not in LEGAL_ROUTES:
        names = "、".join(LEGAL_ROUTES.values())
        raise Refused("route", f"请选择法定途径：{names}。")
    told = telling("direct", route, text)
    with moving(case, "direct", by=by, at=at, seen=seen) as change:
        end_case(change, "directed", answer=told)
        change.note = told
        change.details = {"route": route}
    return case
