"""Bring the dispatch catalogue to what a city's file says, except where the office has changed it.

A stored rule is never edited, not even by a file: where the file says something new the former
version ends and another begins. A code that anybody of the office ever changed is the office's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from hotline.records.identity import new_id
from hotline.records.models import Department, DispatchRule
from hotline.rules.city import CityProfile, DispatchRuleRow
from hotline.rules.dispatching import CATALOGUE
from hotline.rules.workdays import CHINA
from hotline.steps.setup.merging import Facts, LoadReport, count

ONE_DAY = timedelta(days=1)
BECAUSE = "城市资料文件已更改"


def load_dispatch_rules(profile: CityProfile, at: datetime, report: LoadReport) -> None:
    """Create rules that are not there, follow changes of those that the office left alone."""
    units = dict(Department.objects.values_list("code", "pk"))
    stored = _stored()
    today = at.astimezone(CHINA).date()
    new: list[DispatchRule] = []
    for row in profile.dispatch_rules:
        versions = stored.pop(row.code, [])
        facts = _facts(row, units)
        if not versions:
            new.append(_made(row, facts, row.valid_from, at))
        elif _is_ours(versions) and _differs(versions[-1], facts):
            _end(versions[-1], today, at, report)
            if row.valid_to is None or row.valid_to >= today:
                new.append(_made(row, facts, max(today, row.valid_from), at))
    for versions in stored.values():
        if _is_ours(versions) and versions[-1].ended_at is None:
            _end(versions[-1], today, at, report)
    DispatchRule.objects.bulk_create(new)
    count(report.created, DispatchRule, len(new))


def _stored() -> dict[str, list[DispatchRule]]:
    """The versions of every code of the files, oldest first."""
    found: dict[str, list[DispatchRule]] = defaultdict(list)
    for rule in DispatchRule.objects.filter(source=CATALOGUE).order_by("made_at", "pk"):
        found[rule.code].append(rule)
    return found


def _is_ours(versions: list[DispatchRule]) -> bool:
    """Whether only files have ever written these versions."""
    return all(rule.made_by_id is None and rule.ended_by_id is None for rule in versions)


def _differs(rule: DispatchRule, facts: Facts) -> bool:
    """Whether a version says something else than the file; one that was ended says nothing."""
    return rule.ended_at is not None or any(
        getattr(rule, name) != value for name, value in facts.items()
    )


def _facts(row: DispatchRuleRow, units: Mapping[str, int]) -> Facts:
    return {
        "order": row.order,
        "topics": list(row.topics),
        "places": list(row.places),
        "kinds": list(row.kinds),
        "words": list(row.words),
        "unit_id": units[row.unit],
        "assisting": [units[code] for code in row.assisting],
        "basis": row.basis,
        "reason": row.reason,
        "valid_to": row.valid_to,
    }


def _made(row: DispatchRuleRow, facts: Facts, begins: date, at: datetime) -> DispatchRule:
    return DispatchRule(
        id=new_id(), code=row.code, source=CATALOGUE, valid_from=begins, made_at=at, **facts
    )


def _end(rule: DispatchRule, today: date, at: datetime, report: LoadReport) -> None:
    """End a version with yesterday, or before its first day, unless it is over."""
    if rule.ended_at is not None or (rule.valid_to is not None and rule.valid_to < today):
        return
    rule.valid_to = max(today, rule.valid_from) - ONE_DAY
    rule.ended_at, rule.ended_because = at, BECAUSE
    rule.save()
    count(report.ended, DispatchRule, 1)
