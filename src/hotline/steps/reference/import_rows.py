"""Import a table of reference data (导入基础数据): all of a file's rows or none of them."""

from __future__ import annotations

from datetime import date, datetime

from hotline.records.models import Staff
from hotline.records.queries.reference import forget
from hotline.records.queries.reference_rows import known
from hotline.rules.reference.comparing import Comparison
from hotline.rules.reference.shapes import Facts, Known, Shape
from hotline.rules.reference.tables import RULES
from hotline.steps.moving import Refused, permit
from hotline.steps.reference.end_row import end_row
from hotline.steps.reference.import_rule import end_rule, import_rule
from hotline.steps.reference.keeping import PERMIT, How
from hotline.steps.reference.write_row import write_row
from hotline.steps.storing.book import together
from hotline.steps.write_dispatch_rule import PERMIT as RULES_PERMIT


def import_rows(
    shape: Shape,
    found: Comparison,
    *,
    reason: str,
    begins: date,
    by: Staff | None,
    at: datetime,
) -> int:
    """Write what the preview showed; how many rows that were. A refusal names its row."""
    permit(by, RULES_PERMIT if shape is RULES else PERMIT)
    if found.unreadable:
        raise Refused("file", "有读不懂的行，请改正文件后重新导入；没有写入任何内容。")
    if found.is_empty:
        raise Refused("file", "文件与现有内容一致，没有需要写入的。")
    how = How(reason=reason, begins=begins, by=by, at=at, seen=None)
    try:
        with together():
            for facts in _parents_first(found.new):
                _tell_row(shape, facts, None, how)
            for before, facts in found.changed:
                _tell_row(shape, facts, shape.key_of(before), how)
            for facts in reversed(_parents_first(found.ended)):
                _tell_end(shape, facts, how)
    finally:
        forget()  # also what was read of rows that are not stored after all
    return len(found.new) + len(found.changed) + len(found.ended)


def _tell_row(shape: Shape, facts: Facts, key: str | None, how: How) -> None:
    try:
        if shape is RULES:
            import_rule(facts, key, how)
        else:
            write_row(shape, facts, key=key, **how)
    except Refused as refusal:
        raise _about(shape, facts, refusal) from refusal


def _tell_end(shape: Shape, facts: Facts, how: How) -> None:
    try:
        if shape is RULES:
            end_rule(shape.key_of(facts), how)
        else:
            end_row(shape, shape.key_of(facts), **how)
    except Refused as refusal:
        raise _about(shape, facts, refusal) from refusal


def _about(shape: Shape, facts: Facts, refusal: Refused) -> Refused:
    names: Known = known(date.max)
    called = shape.title_of(facts, names)
    field = refusal.field if refusal.field in ("reason", "begins") else "file"
    return Refused(field, f"“{called}”：{refusal}没有写入任何内容。")


def _parents_first(rows: list[Facts]) -> list[Facts]:
    """Rows of a tree from the top down; others in their order."""
    waiting = {facts.get("code"): facts for facts in rows if facts.get("parent")}
    placed = [facts for facts in rows if not facts.get("parent")]
    while waiting:
        ready = [code for code, facts in waiting.items() if facts["parent"] not in waiting]
        if not ready:
            return placed + list(waiting.values())  # a circle, which is refused when written
        placed += [waiting.pop(code) for code in ready]
    return placed
