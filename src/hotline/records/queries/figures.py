"""Figures of a period: the form of the day, the city's words, the cells, all measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hotline.records.models import Channel, DepartmentName
from hotline.records.models import Form as FormRow
from hotline.records.queries.counting import Window, count_for
from hotline.records.queries.reference import (
    bulletin_lines,
    channels,
    departments,
    kinds,
)
from hotline.records.scope import everything
from hotline.rules.forms import Form, read_form
from hotline.rules.measuring import Line, Measured, Register, Unit, measure
from hotline.rules.periods import OutOfReach, Period, read_period

DISTRICTS = ("district", "county")
MONTHLY = "monthly"


class NoForm(LookupError):
    """No bulletin form holds for the period."""


@dataclass(frozen=True)
class EditionFigures:
    """A measured period with everything needed to ask again: form, days, unit and moment.

    `unit` is the code of the unit whose cases alone are counted (with those below it), "" for all.
    """

    form_row: FormRow
    form: Form
    period: Period
    window: Window
    unit: str
    as_of: datetime
    live: bool
    measured: Measured


def month_days(month: str) -> tuple[date, date]:
    """The first and last day of "2022-04"; raises ValueError with a sentence in Chinese."""
    try:
        period = read_period(month)
    except OutOfReach:
        raise
    except ValueError as error:
        raise ValueError(f"月份“{month[:40]}”写法不对，请写成 2022-04 这样。") from error
    if period.kind != "month":
        raise ValueError(f"月份“{month[:40]}”写法不对，请写成 2022-04 这样。")
    return period.starts_on, period.ends_on


def form_for(day: date, family: str = MONTHLY) -> FormRow:
    """The form of a family that holds on `day`; raises NoForm."""
    for row in FormRow.objects.filter(family=family).order_by("-valid_from"):
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to):
            return row
    raise NoForm(f"{day.year}年{day.month}月没有可用的通报格式，请先在城市资料中补充。")


def month_figures(
    month: str, now: datetime, *, as_of: datetime | None = None, form_row: FormRow | None = None
) -> EditionFigures:
    """Measure a month by its monthly form, as it stands now or as it stood at `as_of`."""
    first, last = month_days(month)
    row = form_row or form_for(first)
    return edition_figures(row, Period(first, last, "month"), now, as_of=as_of)


@everything()
def edition_figures(
    row: FormRow, period: Period, now: datetime, *, as_of: datetime | None = None, unit: str = ""
) -> EditionFigures:
    """Measure a period by a form, for all units or one; now, or as it stood at `as_of`."""
    form = read_form(row.body)
    span_from, span_to = form.span_days.get(period.code, (period.starts_on, period.ends_on))
    window = Window(period.starts_on, period.ends_on, form.span, span_from, span_to)
    words = register(period.ends_on)
    measured = count_for(
        lambda counted: measure(form, counted, words, unit),
        window,
        as_of or now,
        live=as_of is None,
    )
    return EditionFigures(row, form, period, window, unit, as_of or now, as_of is None, measured)


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
