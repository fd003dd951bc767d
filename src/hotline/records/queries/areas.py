"""Where in the city: the districts and the streets below them, as a citizen chooses them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hotline.records.models import Department
from hotline.records.queries.reference import departments

DISTRICTS = ("district", "county", "zone")
BELOW = ("street", "town", "township", "community")
OFFICES = ("人民政府", "政府", "街道办事处", "管理委员会", "管委会")


def area_name(unit: Department) -> str:
    """What the place is called whose office this is: 铁西区政府 → 铁西区."""
    for office in OFFICES:
        if unit.name.endswith(office):
            bare = unit.name.removesuffix(office)
            return f"{bare}街道" if office == "街道办事处" else bare
    return unit.name


def areas_on(day: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each district with its choices, code and whole name: itself first, then what is below it."""
    units = [unit for unit in departments().values() if _exists(unit, day)]
    units.sort(key=lambda unit: (unit.order, unit.code))
    found = []
    for district in (unit for unit in units if unit.kind in DISTRICTS):
        name = area_name(district)
        below = list(_below(district, units))
        choices = [(unit.code, f"{name}{area_name(unit)}") for unit in below]
        found.append((name, [(district.code, name), *choices]))
    return found


def _below(district: Department, units: Iterable[Department]) -> Iterable[Department]:
    known = {district.pk}
    for _ in BELOW:
        known |= {unit.pk for unit in units if unit.parent_id in known}
    return (unit for unit in units if unit.pk in known - {district.pk} and unit.kind in BELOW)


def _exists(unit: Department, day: date) -> bool:
    begun = unit.valid_from is None or unit.valid_from <= day
    return begun and (unit.valid_to is None or day <= unit.valid_to)
