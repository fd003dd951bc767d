"""Where a row of reference data is used, and when each table was last changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet

from hotline.records.models import (
    CalendarDay,
    Case,
    Channel,
    Clock,
    Contact,
    Department,
    DispatchRule,
    Kind,
    MeasureDefinition,
    PhraseText,
    Place,
    ReferenceEntry,
    Staff,
    TimeLimit,
    Topic,
)
from hotline.records.queries.reference_rows import MODELS, Row
from hotline.records.scope import everything
from hotline.rules.life import OPEN
from hotline.rules.reference.shapes import Facts, Shape

MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a row is used: what it is, and how often, capped."""

    label: str
    number: int

    @property
    def words(self) -> str:
        """How often, where the counting stopped told as such."""
        return f"{MOST_COUNTED} 以上" if self.number > MOST_COUNTED else str(self.number)


def uses_of(shape: Shape, row: Row, today: date) -> list[Use]:
    """Where the row is used now; numbers only, as who keeps the data need not see a case."""
    finder = FINDERS.get(shape.code)
    if finder is None:
        return []
    with everything():
        found = [Use(label, _count(rows)) for label, rows in finder(row, today)]
    return [use for use in found if use.number]


def _count(rows: QuerySet[Any]) -> int:
    return rows.order_by()[: MOST_COUNTED + 1].count()


def _of_unit(row: Row, today: date) -> Iterator[tuple[str, QuerySet[Any]]]:
    unit = row.stored.pk
    yield "在办工单", Case.objects.filter(lead=unit, status__in=OPEN)
    yield "账号", Staff.objects.filter(department=unit, is_active=True)
    lasting = Q(valid_to=None) | Q(valid_to__gte=today)
    yield "派单目录", DispatchRule.objects.filter(lasting, unit=unit, ended_at=None)
    yield "下级单位", Department.objects.filter(lasting, parent=unit)
    yield "已并入的单位", Department.objects.filter(successor=unit)


def _of_channel(row: Row, today: date) -> Iterator[tuple[str, QuerySet[Any]]]:
    yield "来件", Contact.objects.filter(channel=row.stored.pk)
    yield "办理时限", TimeLimit.objects.filter(channel=row.stored.pk)
    yield "板块", Channel.objects.filter(parent=row.stored.pk)


def _of_kind(row: Row, today: date) -> Iterator[tuple[str, QuerySet[Any]]]:
    yield "工单", Case.objects.filter(kind=row.stored.pk)
    yield "办理时限", TimeLimit.objects.filter(kind=row.stored.pk)


def _of_limit(row: Row, today: date) -> Iterator[tuple[str, QuerySet[Any]]]:
    yield "正在计时、按原时限不变的工单", running_clocks(row.facts)


def _of_place(row: Row, today: date) -> Iterator[tuple[str, QuerySet[Any]]]:
    lasting = Q(valid_to=None) | Q(valid_to__gte=today)
    yield "下级地名", Place.objects.filter(lasting, parent=row.stored.pk)


FINDERS: dict[str, Callable[[Row, date], Iterator[tuple[str, QuerySet[Any]]]]] = {
    "units": _of_unit,
    "channels": _of_channel,
    "kinds": _of_kind,
    "limits": _of_limit,
    "places": _of_place,
}


def running_clocks(facts: Facts) -> QuerySet[Clock]:
    """The running clocks of the cases that a limit speaks of; they keep what they began with."""
    narrowed = {
        "case__kind__code": facts["kind"],
        "case__urgency": facts["urgency"],
        "case__channel__code": facts["channel"],
    }
    given = {name: value for name, value in narrowed.items() if value}
    return Clock.objects.filter(
        stopped_at=None, next_at__isnull=False, name=facts["clock"], **given
    )


def last_changes() -> dict[str, ReferenceEntry]:
    """By table, the last change of any of its rows."""
    newest = ReferenceEntry.objects.order_by("table", "-pk").distinct("table")
    return {entry.table: entry for entry in newest.select_related("by")}


def row_counts(today: date) -> dict[str, int]:
    """By table, how many rows hold today or later; few in every table."""
    counted: tuple[type[Model], ...] = (
        Department,
        Channel,
        Kind,
        TimeLimit,
        PhraseText,
        MeasureDefinition,
        Place,
    )
    codes = {model: code for code, model in MODELS.items()}
    lasting = Q(valid_to=None) | Q(valid_to__gte=today)
    counts = {}
    for model in (*counted, CalendarDay):
        dated = any(field.name == "valid_to" for field in model._meta.concrete_fields)
        rows = model._default_manager.filter(lasting if dated else Q())
        counts[codes[model]] = rows.count()
    counts["topics"] = Topic.objects.filter(tree__is_draft=False, tree__valid_to=None).count()
    return counts
