"""The single place where a row of reference data changes: row and entry at once, in order.

A step opens `changing(shape, key, …)`, states what is written, and leaves. One change of the
reference data is made at a time; who looked at an older state than the stored one is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.db import connection, models

from hotline.records.identity import new_id
from hotline.records.models import Channel, Kind, ReferenceEntry, Staff
from hotline.records.queries.reference import forget
from hotline.records.queries.reference_rows import MODELS, TREES, last_entry
from hotline.rules.reference.shapes import Facts, Shape
from hotline.rules.workdays import CHINA
from hotline.steps.moving import Refused, permit
from hotline.steps.storing.book import Writing, book, together

PERMIT = "manage_reference"
LOCK = 1_234_502
ONE_DAY = timedelta(days=1)
FROM_OFFICE = "office"
CHANGED_MEANWHILE = (
    "这一条刚被同事改过（见历史）。您填的内容还在，没有保存；请与现行内容核对，需要时再保存一次。"
)


class How(TypedDict):
    """What every change of a row is told beside the facts."""

    reason: str
    begins: date
    by: Staff | None
    at: datetime
    seen: str | None


@dataclass
class RowChange:
    """What one step wants changed of a row; filled inside `changing`."""

    entry: ReferenceEntry
    today: date
    begins: date
    verb: str = "changed"
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    writing: Writing = field(default_factory=Writing)

    def set(self, row: models.Model, **facts: Any) -> None:
        """Change facts of a stored row."""
        self.writing.changes.append((row, facts))

    def add(self, row: models.Model) -> None:
        """Add a row; it is stored after the entry, which it may point to."""
        self.writing.rows.append(row)


@contextmanager
def changing(
    shape: Shape,
    key: str,
    *,
    reason: str,
    begins: date,
    by: Staff | None,
    at: datetime,
    seen: str | None = None,
    needs: str = PERMIT,
) -> Iterator[RowChange]:
    """Change the row `key`; `seen` is the last entry that somebody looked at, where known."""
    permit(by, needs)
    today = at.astimezone(CHINA).date()
    if not reason.strip():
        raise Refused("reason", "请写明理由，例如依据的文件。")
    if begins < today:
        raise Refused("begins", "不能改写已经过去的日子，请填写今天或以后的日期。")
    with together():
        _one_at_a_time()
        if seen is not None and seen != last_entry(shape, key):
            raise Refused("", CHANGED_MEANWHILE)
        entry = ReferenceEntry(
            id=new_id(),
            table=shape.code,
            key=key,
            at=at,
            by=by,
            begins=begins,
            reason=reason.strip(),
        )
        change = RowChange(entry, today, begins)
        yield change
        entry.verb, entry.before, entry.after = change.verb, change.before, change.after
        change.writing.rows.insert(0, entry)
        book().write(change.writing)
    forget()


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def columns_of(shape: Shape, facts: Facts) -> dict[str, Any]:
    """Facts as the columns of the stored row: rows in place of codes."""
    columns = dict(facts)
    if shape.code in TREES:
        columns["parent"] = _by_code(MODELS[shape.code], facts["parent"])
    if shape.code == "limits":
        columns["kind"] = _by_code(Kind, facts["kind"])
        columns["channel"] = _by_code(Channel, facts["channel"])
    if shape.code == "days":
        columns["day"] = date.fromisoformat(facts["day"])
        columns["is_workday"] = columns.pop("works") == "work"
        columns["source"] = FROM_OFFICE
    return columns


def _by_code(model: Any, code: str) -> Any:
    return model.objects.get(code=code) if code else None
