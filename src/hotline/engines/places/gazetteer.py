"""The city's gazetteer, made ready for looking up: every way of saying a name leads to its places.

地直街道 is also called 地直街, 地直街道办; 铁西区 is 铁西 for short; 兴隆村 is 兴隆村委会.
A short form that is also an everyday word (梨树, 解放) is kept apart as `bare`: it counts only
where the words around it speak for a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hotline.rules.city_places import PlaceRow
from hotline.rules.places import COMMUNITY, DISTRICT, ESTATE, STREET

SHORTEST = 2
# From so many characters on a name without its ending (榆树台) is hardly anything else.
TELLING = 3
STREET_OFFICES = ("街道办事处", "街道办", "办事处", "街道", "街")
TOWN_OFFICES = ("镇人民政府", "镇政府", "乡人民政府", "乡政府", "镇", "乡")
OF_COMMUNITY = ("社区居民委员会", "社区居委会", "居委会", "社区")
OF_VILLAGE = ("村村民委员会", "村村委会", "村民委员会", "村委会", "村")
OF_ZONE = ("高新技术", "高新技术产业", "经济技术", "经济", "高新")
OF_DISTRICT = ("自治县", "区", "县", "市")


@dataclass(frozen=True, slots=True)
class Named:
    """What a way of saying leads to: the places of that name, how sure one is by the wording, and
    whether it is a place only in the right company."""

    places: tuple[PlaceRow, ...]
    sureness: float
    is_bare: bool = False


@dataclass(frozen=True)
class Gazetteer:
    """The places of one city. `home` is what the city is called (四平市)."""

    places: tuple[PlaceRow, ...]
    home: str = ""
    by_code: Mapping[str, PlaceRow] = field(init=False, compare=False, repr=False)
    names: Mapping[str, Named] = field(init=False, compare=False, repr=False)
    lengths: Mapping[str, tuple[int, ...]] = field(init=False, compare=False, repr=False)
    estates: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {place.code: place for place in self.places})
        names = _gathered(self.places)
        object.__setattr__(self, "names", names)
        lengths: dict[str, set[int]] = {}
        for name in names:
            lengths.setdefault(name[:SHORTEST], set()).add(len(name))
        longest_first = {head: tuple(sorted(each, reverse=True)) for head, each in lengths.items()}
        object.__setattr__(self, "lengths", longest_first)
        estates = tuple(place.name for place in self.places if place.level == ESTATE)
        object.__setattr__(self, "estates", estates)

    def path(self, place: PlaceRow) -> tuple[str, ...]:
        """The codes from the widest area down to this place."""
        above = self.by_code.get(place.parent)
        return (*(self.path(above) if above is not None else ()), place.code)


def _gathered(places: Iterable[PlaceRow]) -> dict[str, Named]:
    """Every way of saying with its places; what two ways share keeps the surer reading."""
    found: dict[str, list[tuple[PlaceRow, float, bool]]] = {}
    for place in places:
        for said, sureness, is_bare in ways_of_saying(place):
            if len(said) >= SHORTEST:
                found.setdefault(said, []).append((place, sureness, is_bare))
    return {said: _best(rows) for said, rows in found.items()}


def _best(rows: list[tuple[PlaceRow, float, bool]]) -> Named:
    """The places that a way of saying means most surely: its proper name before a short form."""
    sureness = max(row[1] for row in rows)
    best = [row for row in rows if row[1] == sureness]
    places = tuple({row[0].code: row[0] for row in best}.values())
    return Named(places, sureness, all(row[2] for row in best))


def ways_of_saying(place: PlaceRow) -> Iterator[tuple[str, float, bool]]:
    """How a place is called: each way with its sureness and whether it needs company."""
    for name in (place.name, *place.aliases):
        yield name, 0.98 if name == place.name else 0.95, len(name) <= SHORTEST
        yield from _SHORTENED.get(place.level, _as_it_is)(name)


def _as_it_is(_: str) -> Iterator[tuple[str, float, bool]]:
    return iter(())


def _of_district(name: str) -> Iterator[tuple[str, float, bool]]:
    for ending in OF_DISTRICT:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            yield f"{name}政府", 0.9, False
            yield name.removesuffix(ending), 0.8, True
            return


def _of_street(name: str) -> Iterator[tuple[str, float, bool]]:
    if name.endswith("街道"):
        stem = name.removesuffix("街道")
        for ending in STREET_OFFICES:
            yield stem + ending, 0.85 if ending == "街" else 0.95, False
        yield stem, 0.7, True
    elif name.endswith("开发区"):
        for kind in OF_ZONE:
            if name.endswith(f"{kind}开发区") and len(name) > len(kind) + 4:
                yield name.replace(kind, ""), 0.9, False
    elif name[-1] in "镇乡":
        stem = name[:-1]
        for ending in TOWN_OFFICES:
            if ending[0] == name[-1]:
                yield stem + ending, 0.95, False
        yield stem, 0.75, len(stem) < TELLING


def _of_community(name: str) -> Iterator[tuple[str, float, bool]]:
    if name.endswith("社区"):
        stem = name.removesuffix("社区")
        for ending in OF_COMMUNITY:
            yield stem + ending, 0.95 if ending != "居委会" else 0.85, False
    elif name.endswith("村"):
        stem = name.removesuffix("村")
        for ending in OF_VILLAGE:
            yield stem + ending, 0.95, False
        yield stem, 0.6, True


def _of_estate(name: str) -> Iterator[tuple[str, float, bool]]:
    yield f"{name}小区", 0.97, False


_SHORTENED = {
    DISTRICT: _of_district,
    STREET: _of_street,
    COMMUNITY: _of_community,
    ESTATE: _of_estate,
}
