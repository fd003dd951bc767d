"""Figures of a month: the form of the day, the city's words, the cells, all measured."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hotline.records.models import Channel, DepartmentName
from hotline.records.models import Form as FormRow
from hotline.records.queries.counting import Period, count
from hotline.records.queries.reference import (
    bulletin_lines,
    channels,
    departments,
    kinds,
)
from hotline.records.scope import everything
from hotline.rules.forms import Form, read_form
from hotline.rules.measuring import Line, Measured, Register, Unit, measure

DISTRICTS = ("district", "county")
LAST_YEAR = 2100


class NoForm(LookupError):
    """No bulletin form holds for the period."""


@dataclass(frozen=True)
class MonthFigures:
    """A measured month with everything needed to ask again: form, period and moment."""

    form_row: FormRow
    form: Form
    period: Period
    as_of: datetime
    live: bool
    measured: Measured


def month_days(month: str) -> tuple[date, date]:
    """The first and last day of "2022-04"; raises ValueError with a sentence in Chinese."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise ValueError(f"月份“{month}”写法不对，请写成 2022-04 这样。") from error
    if first.year > LAST_YEAR:
        raise ValueError(f"月份“{month}”太远，请核对年份。")
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def form_for(day: date) -> FormRow:
    """The monthly form that holds on `day`; raises NoForm."""
    for row in FormRow.objects.order_by("-valid_from"):
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to):
            return row
    raise NoForm(f"{day.year}年{day.month}月没有可用的通报格式，请先在城市资料中补充。")


@everything()
def month_figures(
    month: str, now: datetime, *, as_of: datetime | None = None, form_row: FormRow | None = None
) -> MonthFigures:
    """Measure a month, as it stands now or as it stood at `as_of`."""
    first, last = month_days(month)
    row = form_row or form_for(first)
    form = read_form(row.body)
    span_from, span_to = form.span_days.get(month, (first, last))
    period = Period(first, last, form.span, span_from, span_to)
    counted = count(period, as_of or now, live=as_of is None)
    measured = measure(form, counted, register(last))
    return MonthFigures(row, form, period, as_of or now, as_of is None, measured)


def register(day: date) -> Register:
    """The city's channels, lines, kinds and units, with the units' names of that day."""
    return Register(
        boards=_boards(),
        lines={code: _line(row) for code, row in bulletin_lines().items()},
        kinds={code: row.name for code, row in kinds().items()},
        units=_units(day),
    )


def _boards() -> dict[str, frozenset[str]]:
    rows = channels().values()
    return {row.code: frozenset({row.code, *_children(row)}) for row in rows}


def _children(parent: Channel) -> list[str]:
    return [row.code for row in channels().values() if row.parent_id == parent.pk]


def _line(row: Any) -> Line:
    return Line(
        row.name,
        tuple(row.topics),
        tuple(row.excepted),
        row.campaign.code if row.campaign else "",
    )


def _units(day: date) -> tuple[Unit, ...]:
    names = {
        name.department_id: name.name
        for name in DepartmentName.objects.filter(valid_from__lte=day).order_by("valid_from")
        if name.valid_to is None or day <= name.valid_to
    }
    return tuple(
        Unit(row.code, names.get(row.pk, row.name), row.order, row.kind in DISTRICTS)
        for row in departments().values()
        if row.parent_id is None
    )
