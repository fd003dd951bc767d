"""Retire a rule of the dispatch catalogue (停用条目): it ends by date and stays readable."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hotline.records.models import DispatchRule, Staff
from hotline.records.queries.reference import forget
from hotline.steps.moving import permit
from hotline.steps.storing.book import Writing, book
from hotline.steps.write_dispatch_rule import PERMIT, ending, need_day_to_come, need_reason


def retire_dispatch_rule(
    rule: DispatchRule, *, last_day: date, reason: str, by: Staff | None, at: datetime
) -> DispatchRule:
    """Let the rule hold until `last_day`, yesterday at the earliest."""
    permit(by, PERMIT)
    need_reason(reason)
    begins = last_day + timedelta(days=1)
    need_day_to_come(begins, at, "last_day", "停用只能从今天起，最早的失效日是昨天。")
    book().write(Writing(changes=[(rule, ending(rule, begins, reason, by, at))]))
    forget()
    return rule
