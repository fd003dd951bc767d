"""Shift a rule of the dispatch catalogue (调整序号): the same rule at another place, from a day."""

from __future__ import annotations

from datetime import date, datetime

from hotline.records.models import Department, DispatchRule, Staff
from hotline.rules.dispatching import RULING
from hotline.steps.moving import Refused
from hotline.steps.write_dispatch_rule import RuleFacts, write_dispatch_rule


def shift_dispatch_rule(
    rule: DispatchRule,
    *,
    order: int,
    valid_from: date,
    reason: str,
    by: Staff | None,
    at: datetime,
) -> DispatchRule:
    """End the rule before `valid_from` and begin the same one with another `order`."""
    if rule.source == RULING:
        raise Refused("order", "职责裁定先于目录，不排序号；要改变它，请停用并另作裁定。")
    if order == rule.order:
        raise Refused("order", "序号没有改变，请填写新的序号。")
    facts = RuleFacts(
        order=order,
        unit=rule.unit,
        topics=tuple(rule.topics),
        places=tuple(rule.places),
        kinds=tuple(rule.kinds),
        words=tuple(rule.words),
        assisting=tuple(Department.objects.filter(pk__in=rule.assisting)),
        basis=rule.basis,
    )
    return write_dispatch_rule(
        facts, reason=reason, valid_from=valid_from, by=by, at=at, replacing=rule
    )
