"""The table of units in two column pairs, which every monthly bulletin ends with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hotline.rules.counting import Counted, Figure, Selection
from hotline.rules.forms.shapes import UnitsForm
from hotline.rules.measuring.measured import UnitRow
from hotline.rules.measuring.register import Register, Unit


def unit_rows(
    form: UnitsForm, chosen: Mapping[str, Selection], counted: Counted, register: Register
) -> tuple[UnitRow, ...]:
    """A row for each unit that has anything, districts first, then the largest."""
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
            Figure(f"units.{unit.code}.{value}", f"{unit.name}{title}",
                   counted.sum(kinds[value]), kinds[value])
            for value, title in zip(form.values, form.header[1:], strict=True)
        ),
    )  # fmt: skip


def _rank(row: UnitRow) -> tuple[bool, int, int]:
    """Districts first, then by number descending, ties by the register's order."""
    return not row.unit.is_district, -row.values[0].numerator, row.unit.order


def unit_totals(form: UnitsForm, rows: Iterable[UnitRow], unit: str) -> list[Figure]:
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
