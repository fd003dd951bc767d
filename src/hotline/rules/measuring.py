"""Measuring: a form's definitions applied to counted cells give every figure of the bulletin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hotline.rules.counting import (
    Counted,
    Figure,
    Selection,
    by_name,
    keep_largest,
    rest_of,
    tally,
)
from hotline.rules.forms import Form, FormBroken, TallyForm, UnitsForm

NO_CODE = "other"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the bulletin's list of topics: a campaign, or branches of the tree of topics."""

    name: str
    topics: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the table: its name as printed in the period, its rank, districts first."""

    code: str
    name: str
    order: int
    is_district: bool


@dataclass(frozen=True, slots=True)
class Register:
    """The city's words that a form refers to. `boards` maps a channel to itself and its boards."""

    boards: Mapping[str, frozenset[str]]
    lines: Mapping[str, Line]
    kinds: Mapping[str, str]
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One member of a list: its name, its number and its share of the whole."""

    name: str
    count: Figure
    share: Figure


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of the table of units."""

    unit: Unit
    values: tuple[Figure, ...]


@dataclass(frozen=True)
class Measured:
    """Everything a page prints: figures by name, the lists in order, the rows of the table."""

    figures: Mapping[str, Figure]
    lists: Mapping[str, tuple[Part, ...]]
    units: tuple[UnitRow, ...]


def measure(form: Form, counted: Counted, register: Register, unit: str = "") -> Measured:
    """All figures of `form` over `counted`; raises FormBroken for a word the city lacks.

    `unit` counts the cases of that unit alone, with those below it.
    """
    chosen = {
        code: replace(_selection(row, code, register), unit=unit)
        for code, row in form.tallies.items()
    }
    figures = [
        figure
        for code in _as_read(form)
        for figure in tally(counted, code, form.tallies[code].label, chosen[code], form.decimals)
    ]
    lists = {
        code: _parts(code, form, chosen[row.of], counted, register)
        for code, row in form.lists.items()
    }
    units = _unit_rows(form.units, chosen, counted, register) if form.units else ()
    for parts in lists.values():
        figures += [figure for part in parts for figure in (part.count, part.share)]
    figures += [figure for row in units for figure in row.values]
    figures += _unit_totals(form.units, units, unit) if form.units else []
    return Measured(by_name(figures), lists, units)


def _as_read(form: Form) -> list[str]:
    """The tallies in the order in which the bulletin speaks of them, silent ones last."""
    text = "".join(form.paragraphs)
    places = {code: re.search(rf"\{{{code}[.|]", text) for code in form.tallies}
    return sorted(
        form.tallies, key=lambda code: match.start() if (match := places[code]) else len(text)
    )


def _selection(row: TallyForm, code: str, register: Register) -> Selection:
    channels: set[str] = set()
    for channel in row.channels:
        if channel not in register.boards:
            raise FormBroken(f"[tally.{code}] 的渠道“{channel}”不在渠道表中。")
        channels |= register.boards[channel]
    return Selection(
        of=row.of,
        channels=frozenset(channels),
        kind=row.kind,
        campaign="-" if row.without_campaigns else row.campaign,
        first=frozenset(row.without_campaigns),
        span=row.span,
    )


def _parts(
    code: str, form: Form, whole: Selection, counted: Counted, register: Register
) -> tuple[Part, ...]:
    row = form.lists[code]
    selections = {member: _member(code, member, form, whole, register) for member in row.members}
    lines = [
        (name, counted.count(f"{code}.{member}.count", f"{name}件数", selection))
        for member, (name, selection) in selections.items()
    ]
    kept = keep_largest(lines, row.keep) if row.keep else lines
    total = counted.count("", "", whole)
    if row.rest:
        listed = [figure for _, figure in kept]
        label = f"{row.rest}件数"
        kept = [*kept, (row.rest, rest_of(f"{code}.{NO_CODE}.count", label, total, listed))]
    return tuple(Part(name, figure, _share(figure, total, form)) for name, figure in kept)


def _member(
    code: str, member: str, form: Form, whole: Selection, register: Register
) -> tuple[str, Selection]:
    if form.lists[code].by == "kind":
        if member not in register.kinds:
            raise FormBroken(f"[list.{code}] 的诉求类型“{member}”不存在。")
        return register.kinds[member], replace(whole, kind=member)
    line = register.lines.get(member)
    if line is None:
        raise FormBroken(f"[list.{code}] 的分类行“{member}”不存在。")
    if line.campaign in whole.first or not (line.campaign or line.topics):
        raise FormBroken(f"[list.{code}] 的分类行“{member}”不在所统计的范围内，不能单列。")
    if line.campaign:
        return line.name, replace(whole, campaign=line.campaign, first=frozenset())
    return line.name, replace(
        whole,
        campaign="-",
        first=whole.first | frozenset(form.first_campaigns),
        topics=line.topics,
        excepted=line.excepted,
    )


def _share(part: Figure, whole: Figure, form: Form) -> Figure:
    return replace(
        part,
        name=part.name.removesuffix(".count") + ".share",
        label=part.label.removesuffix("件数") + "占比",
        denominator=whole.numerator,
        of_denominator=whole.of_numerator,
        decimals=form.decimals,
    )


def _unit_rows(
    form: UnitsForm, chosen: Mapping[str, Selection], counted: Counted, register: Register
) -> tuple[UnitRow, ...]:
    rows = [_unit_row(form, unit, chosen[form.of], counted) for unit in register.units]
    listed = [row for row in rows if any(figure.numerator for figure in row.values)]
    return tuple(sorted(listed, key=_rank))


def _unit_row(form: UnitsForm, unit: Unit, whole: Selection, counted: Counted) -> UnitRow:
    own = replace(whole, unit=unit.code)
    kinds = {
        "count": own,
        "closed": replace(own, state="closed"),
        "on_time": replace(own, facts=frozenset({"on_time"})),
    }
    return UnitRow(
        unit,
        tuple(
            counted.count(f"units.{unit.code}.{value}", f"{unit.name}{title}", kinds[value])
            for value, title in zip(form.values, form.header[1:], strict=True)
        ),
    )


def _rank(row: UnitRow) -> tuple[bool, int, int]:
    """Districts first, then by number descending, ties by the register's order."""
    return not row.unit.is_district, -row.values[0].numerator, row.unit.order


def _unit_totals(form: UnitsForm, rows: Iterable[UnitRow], unit: str) -> list[Figure]:
    """The table's column sums: cases with a leading unit, and how many of them are done."""
    listed = tuple(rows)
    if not listed:
        return []
    return [
        replace(
            listed[0].values[index],
            name=f"units.{value}",
            label=f"承办单位{title}合计",
            numerator=sum(row.values[index].numerator for row in listed),
            of_numerator=replace(listed[0].values[index].of_numerator, unit=unit, dispatched=True),
        )
        for index, (value, title) in enumerate(zip(form.values, form.header[1:], strict=True))
    ]
