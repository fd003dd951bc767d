"""What is wrong with a city's map: it cannot be drawn, or a district of it is no unit."""

from __future__ import annotations

from collections.abc import Iterator

from hotline.rules.city import CityFault, CityProfile
from hotline.rules.district_map import MapBroken, read_map

FILE = "districts.toml"


def check_map(profile: CityProfile) -> Iterator[CityFault]:
    """The map can be drawn, and each district of it is a unit."""
    try:
        districts = read_map(profile.district_map).districts
    except MapBroken as problem:
        yield CityFault(FILE, "", "", str(problem))
        return
    units = {unit.code for unit in profile.departments}
    for row in districts:
        if row.unit not in units:
            yield CityFault(FILE, "[[district]]", "unit", f"没有代码为“{row.unit}”的单位")
