"""Plan a call: the citizen says when they want to be called, quiet hours or not (约定回访时间)."""

from __future__ import annotations

from datetime import datetime, timedelta

from hotline.records.identity import new_id
from hotline.records.models import CallPlan, Case, Staff
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book

FURTHEST = timedelta(days=30)


def plan_call(case: Case, *, asked_for: datetime, by: Staff | None, at: datetime) -> CallPlan:
    """Keep the moment that the citizen asked for; it holds until the next try."""
    permit(by, "call_back")
    if not at < asked_for <= at + FURTHEST:
        raise Refused("asked_for", f"约定的时间应在现在以后、{FURTHEST.days} 天以内，请核对。")
    known = CallPlan.objects.filter(case=case).first()
    facts = {"asked_for": asked_for, "asked_at": at}
    if known is None:
        known = CallPlan(id=new_id(), case=case, **facts)
        book().write(Writing(rows=[known]))
    else:
        book().write(Writing(changes=[(known, facts)]))
    return known
