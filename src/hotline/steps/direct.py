"""Direct: what the law gives another way is told which way that is (法定途径告知)."""

from __future__ import annotations

from datetime import datetime

from hotline.records.models import Case, Staff
from hotline.rules.life import Ending
from hotline.rules.telling import LEGAL_ROUTES, telling
from hotline.steps.ending import tell_and_end
from hotline.steps.moving import Refused


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
    return tell_and_end(
        case,
        "direct",
        Ending.DIRECTED,
        told,
        {"route": route},
        by=by,
        at=at,
        seen=seen,
    )
