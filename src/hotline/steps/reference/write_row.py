"""Write a row of reference data (维护基础数据): a new one, or a change that holds from a day on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hotline.records.identity import new_id
from hotline.records.models import Department, DepartmentName, PlannedChange, ReferenceEntry, Staff
from hotline.records.queries.reference_rows import (
    ENDED,
    MODELS,
    TO_COME,
    Row,
    planned_of,
    row_now,
    versions_of,
)
from hotline.rules.reference.shapes import Facts, Known, Shape
from hotline.steps.moving import Refused
from hotline.steps.reference.checking import check
from hotline.steps.reference.keeping import ONE_DAY, RowChange, changing, columns_of


def write_row(
    shape: Shape,
    facts: Facts,
    *,
    reason: str,
    begins: date,
    by: Staff | None,
    at: datetime,
    key: str | None = None,
    seen: str | None = None,
    names: Known | None = None,
) -> ReferenceEntry:
    """Store what the row says from `begins` on; without `key` the row must be new."""
    own = shape.key_of(facts)
    if key is not None and own != key:
        raise Refused(shape.keys[0], "代码和条件是这一条的身份，不能更改；请另写一条。")
    with changing(shape, own, reason=reason, begins=begins, by=by, at=at, seen=seen) as change:
        check(shape, facts, change.today, names)
        old = row_now(shape, own, change.today)
        if key is None and old is not None and (old.state != ENDED or not shape.is_dated):
            raise Refused(shape.keys[0], "已有这一条；请打开它修改，或换一个代码。")
        change.after = dict(facts)
        if old is None or old.state == ENDED:
            _begin(shape, facts, old, change)
        else:
            _replace(shape, facts, old, change)
    return change.entry


def _begin(shape: Shape, facts: Facts, old: Row | None, change: RowChange) -> None:
    """A row that is not there yet, or a new version of one that has ended."""
    change.verb = "created"
    if old is not None and not shape.is_dated:
        raise Refused("", "这一条已停用；请先撤销停用，再修改。")
    columns: dict[str, Any] = columns_of(shape, facts)
    if shape.code not in ("kinds", "days"):
        columns["valid_from"] = change.begins
    elif shape.code == "kinds" and change.begins != change.today:
        raise Refused("begins", "诉求类型写入后立即可用，生效日请填今天。")
    row = MODELS[shape.code](**columns)
    change.add(row)
    if isinstance(row, Department):
        name = facts["name"]
        change.add(DepartmentName(department=row, name=name, valid_from=change.begins))


def _replace(shape: Shape, facts: Facts, old: Row, change: RowChange) -> None:
    """Another state of a row that is in force."""
    change.before = dict(old.facts)
    if old.facts == facts:
        raise Refused("", "没有改动，不必保存。")
    if shape.is_dated:
        _next_version(shape, facts, old, change)
        return
    if waiting := planned_of(shape).get(old.key):
        raise Refused(
            "begins", f"这一条已有 {waiting.begins} 起的改动在等待生效；请先撤销它，再写新的。"
        )
    if shape.code == "units" and facts["name"] != old.facts["name"]:
        _rename(old, facts["name"], change)
    if shape.code == "days" or change.begins == change.today:
        change.set(old.stored, **columns_of(shape, facts))
    else:
        change.add(PlannedChange(entry=change.entry, begins=change.begins))


def _next_version(shape: Shape, facts: Facts, old: Row, change: RowChange) -> None:
    last = versions_of(shape, old.key, change.today)[0]
    if last.state == TO_COME:
        raise Refused(
            "begins", f"这一条已有 {last.valid_from} 起的改动在等待生效；请先撤销它，再写新的。"
        )
    change.set(old.stored, valid_to=change.begins - ONE_DAY)
    columns = columns_of(shape, facts)
    if shape.code == "phrases":
        columns["id"] = new_id()
    change.add(MODELS[shape.code](**columns, valid_from=change.begins, valid_to=old.valid_to))


def _rename(old: Row, name: str, change: RowChange) -> None:
    """The unit's names stay dated, so that a bulletin prints the name of its own days."""
    for held in DepartmentName.objects.filter(department=old.stored.pk, valid_to=None):
        change.set(held, valid_to=change.begins - ONE_DAY)
    change.add(DepartmentName(department_id=old.stored.pk, name=name, valid_from=change.begins))
