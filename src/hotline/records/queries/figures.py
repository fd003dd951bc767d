"""Figures of a period: the form of the day, the city's words, the cells, all measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hotline.records.models import Channel, DepartmentName
from hotline.records.models import Form as FormRow
from hotline.records.queries.choosing import topics_on
from hotline.records.queries.counting import Window, count_together
from hotline.records.queries.reference import (
    bulletin_lines,
    campaigns,
    channels,
    departments,
    kinds,
    measures,
)
from hotline.records.scope import everything
from hotline.rules.counting import Counted, Figure
from hotline.rules.dated import holds_on
from hotline.rules.forms import Form, read_form
from hotline.rules.measures import as_item, in_force
from hotline.rules.measuring import Line, Measured, Node, Register, Unit, measure
from hotline.rules.measuring.asked import periods_asked
from hotline.rules.periods import OutOfReach, Period, read_period

DISTRICTS = ("district", "county")
MONTHLY = "monthly"


class NoForm(LookupError):
    """No bulletin form holds for the period."""


@dataclass(frozen=True)
class EditionFigures:
    """A measured period with everything needed to ask again: form, days, unit and moment.

    `unit` is the code of the unit whose cases alone are counted (with those below it), "" for all.
    `others` are the windows of the other periods that figures speak of, by their `when`.
    """

    form_row: FormRow
    form: Form
    period: Period
    window: Window
    unit: str
    as_of: datetime
    live: bool
    measured: Measured
    others: Mapping[str, Window] = field(default_factory=dict)
    unit_name: str = ""

    def window_of(self, figure: Figure) -> Window:
        """The days whose cases a figure counts."""
        return self.others.get(figure.when, self.window)

    @property
    def definitions(self) -> dict[str, Any]:
        """The form with every measure that its figures were counted by: it explains itself."""
        used = {row.measure for row in self.measured.figures.values() if row.measure}
        rows = {code: self.measured.measures[code] for code in sorted(used)}
        body: dict[str, Any] = self.form_row.body
        measures = {code: as_item(row) for code, row in rows.items()}
        return {**body, "measure": {**measures, **body.get("measure", {})}}

    def figure(self, name: str) -> Figure | None:
        """The figure called `name`, or what one of them is compared with."""
        found = self.measured.figures.get(name)
        if found is not None:
            return found
        compared = (row.since for row in self.measured.figures.values())
        return next((row for row in compared if row is not None and row.name == name), None)


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


def forms_on(day: date, **only: str) -> dict[str, FormRow]:
    """By family, the form that holds on `day`, the later where two do; `only` narrows the rows."""
    rows = FormRow.objects.filter(valid_from__lte=day, **only).order_by("family", "valid_from")
    return {row.family: row for row in rows if holds_on(row, day)}


def form_for(day: date, family: str = MONTHLY) -> FormRow:
    """The form of a family that holds on `day`; raises NoForm."""
    row = forms_on(day, family=family).get(family)
    if row is None:
        kind = "" if family == MONTHLY else f"“{family}”这一种"
        raise NoForm(f"{day.year}年{day.month}月没有可用的{kind}通报格式，请先在城市资料中补充。")
    return row


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
    form, moment, live = read_form(row.body), as_of or now, as_of is None
    words = register(period.ends_on, period.starts_on)
    windows = {when: _window(form, period.at(when)) for when in ("", *sorted(periods_asked(form)))}

    def ask(counted: Mapping[str, Counted]) -> Measured:
        others = {when: counted[when] for when in windows if when}
        return measure(form, counted[""], words, unit, others=others, period=period)

    measured = count_together(ask, windows, moment, live=live)
    window = windows.pop("")
    name = words.unit_name(unit) if unit else ""
    return EditionFigures(row, form, period, window, unit, moment, live, measured, windows, name)


def _window(form: Form, period: Period) -> Window:
    """The days of a period, and those of the form's span in it."""
    span_from, span_to = form.span_days.get(period.code, (period.starts_on, period.ends_on))
    return Window(period.starts_on, period.ends_on, form.span, span_from, span_to)


def register(day: date, first: date | None = None) -> Register:
    """The city's words: units and topics as of `day`, measures as of the period's `first` day."""
    units = _units(day)
    rows = channels().values()
    return Register(
        boards=_boards(),
        lines={code: _line(row) for code, row in bulletin_lines().items()},
        kinds={code: row.name for code, row in kinds().items()},
        units=tuple(unit for unit in units if not unit.parent),
        lower=tuple(unit for unit in units if unit.parent),
        channels={row.code: Node(row.name, _channel_path(row)) for row in rows},
        topics={row.code: Node(row.name, tuple(row.path)) for row in topics_on(day)},
        campaigns={row.code: row.name for row in campaigns().values()},
        measures=in_force(measures(), first or day),
    )


def _channel_path(row: Channel) -> tuple[str, ...]:
    parents = {other.pk: other.code for other in channels().values()}
    above = parents.get(row.parent_id or 0)
    return (above, row.code) if above else (row.code,)


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
    by_id = departments()
    return tuple(
        Unit(
            row.code,
            names.get(row.pk, row.name),
            row.order,
            row.kind in DISTRICTS,
            by_id[row.parent_id].code if row.parent_id in by_id else "",
        )
        for row in by_id.values()
    )
