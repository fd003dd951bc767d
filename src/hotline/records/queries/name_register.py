"""The names of units and channels as the proofreader wants them."""

from __future__ import annotations

from hotline.records.models import DepartmentName
from hotline.records.queries.reference import channels, departments
from hotline.rules.proofreading import DatedName, Known, NameRegister


def name_register() -> NameRegister:
    """Every channel, and every unit with its dated names."""
    known = [
        Known("channel", (DatedName(row.name),), tuple(row.aliases)) for row in channels().values()
    ]
    named: dict[int, list[DatedName]] = {}
    for unit, *dated in DepartmentName.objects.order_by("valid_from").values_list(
        "department_id", "name", "valid_from", "valid_to"
    ):
        named.setdefault(unit, []).append(DatedName(*dated))
    known += [
        Known("unit", tuple(named[unit.pk]), tuple(unit.aliases))
        for unit in departments().values()
        if unit.pk in named
    ]
    return NameRegister(tuple(known))
