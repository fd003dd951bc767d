"""Import rows of the dispatch catalogue (导入派单目录): by the catalogue's own steps."""

from __future__ import annotations

from hotline.records.models import Department, DispatchRule
from hotline.rules.dispatching import CATALOGUE
from hotline.rules.reference.shapes import Facts
from hotline.steps.moving import Refused
from hotline.steps.reference.keeping import ONE_DAY, How
from hotline.steps.retire_dispatch_rule import retire_dispatch_rule
from hotline.steps.write_dispatch_rule import RuleFacts, write_dispatch_rule


def import_rule(facts: Facts, key: str | None, how: How) -> None:
    """Write a rule of a file; with `key` it takes the place of the present one."""
    units = {row.code: row for row in Department.objects.all()}
    write_dispatch_rule(
        RuleFacts(
            order=facts["order"],
            unit=units.get(facts["unit"]),
            topics=tuple(facts["topics"]),
            places=tuple(facts["places"]),
            kinds=tuple(facts["kinds"]),
            words=tuple(facts["words"]),
            assisting=tuple(units[code] for code in facts["assisting"]),
            basis=facts["basis"],
        ),
        reason=how["reason"],
        valid_from=how["begins"],
        by=how["by"],
        at=how["at"],
        replacing=_held(key) if key is not None else None,
        code=facts["number"],
    )


def end_rule(key: str, how: How) -> None:
    """Retire a rule that a file no longer names."""
    last = how["begins"] - ONE_DAY
    retire_dispatch_rule(
        _held(key), last_day=last, reason=how["reason"], by=how["by"], at=how["at"]
    )


def _held(code: str) -> DispatchRule:
    """The version of a rule that is not over."""
    rows = DispatchRule.objects.filter(code=code, source=CATALOGUE, ended_at=None)
    row = rows.order_by("-made_at").first()
    if row is None:
        raise Refused("file", "这一条已经停用或已被替换，请重新导出目录后再改。")
    return row
