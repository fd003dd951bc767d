"""Undo the last change of a row (撤销改动): a plan is dropped, anything else is changed back."""

from __future__ import annotations

from datetime import date, datetime

from hotline.records.models import Department, DepartmentName, ReferenceEntry, Staff
from hotline.records.queries.reference_rows import (
    TO_COME,
    history_of,
    planned_of,
    row_now,
    versions_of,
)
from hotline.rules.reference.shapes import Shape
from hotline.steps.moving import Refused
from hotline.steps.reference.end_row import end_row
from hotline.steps.reference.keeping import ONE_DAY, How, RowChange, changing
from hotline.steps.reference.write_row import write_row


def undo_last(
    shape: Shape,
    key: str,
    *,
    reason: str,
    by: Staff | None,
    at: datetime,
    today: date,
    seen: str | None = None,
) -> ReferenceEntry:
    """Bring back what the row said before its last change, from today on."""
    entries = history_of(shape, key)
    if not entries:
        raise Refused("", "这一条还没有改动过，没有可以撤销的。")
    last = entries[0]
    how = How(reason=reason, begins=today, by=by, at=at, seen=seen)
    versions = versions_of(shape, key, today)
    if key in planned_of(shape) or (versions and versions[0].state == TO_COME):
        return _drop(shape, key, last, how)
    if last.verb == "created" and not entries[1:]:
        return end_row(shape, key, **how)
    if last.verb == "ended":
        return _resume(shape, key, last, how)
    if last.verb == "changed":
        return write_row(shape, last.before, key=key, **how)
    raise Refused("", "最近一次本身就是撤销或恢复，不能再撤销；请直接修改或停用。")


def _drop(shape: Shape, key: str, last: ReferenceEntry, how: How) -> ReferenceEntry:
    """What was to come does not come: the plan is dropped, a version to come never holds."""
    with changing(shape, key, **how) as change:
        change.verb, change.before, change.after = "undone", last.after, last.before
        if entry := planned_of(shape).get(key):
            change.set(entry.planned, state="undone")
            _keep_name(shape, key, entry, change)
            return change.entry
        coming, *former = versions_of(shape, key, change.today)
        eve = (coming.valid_from or change.today) - ONE_DAY
        change.set(coming.stored, valid_to=eve)
        for row in former[:1]:
            if row.valid_to == eve:
                change.set(row.stored, valid_to=None)
    return change.entry


def _keep_name(shape: Shape, key: str, entry: ReferenceEntry, change: RowChange) -> None:
    """The name that was to come never held, and the present one stays."""
    if shape.code != "units":
        return
    names = DepartmentName.objects.filter(department__code=key)
    for coming in names.filter(valid_from=entry.begins, valid_to=None):
        change.set(coming, valid_to=entry.begins - ONE_DAY)
        for held in names.filter(valid_to=entry.begins - ONE_DAY).exclude(pk=coming.pk)[:1]:
            change.set(held, valid_to=None)


def _resume(shape: Shape, key: str, last: ReferenceEntry, how: How) -> ReferenceEntry:
    """What was ended holds again, without a gap where it has not ended yet."""
    if shape.is_dated and last.begins <= how["begins"]:
        return write_row(shape, last.before, **how)
    with changing(shape, key, **how) as change:
        row = row_now(shape, key, change.today)
        if row is None:
            raise Refused("", "没有这一条，请刷新页面后再办理。")
        change.verb, change.before, change.after = "resumed", last.after, dict(row.facts)
        facts: dict[str, object] = {"valid_to": None}
        if isinstance(row.stored, Department):
            facts["successor"] = None
        change.set(row.stored, **facts)
    return change.entry
