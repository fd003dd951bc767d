"""Places of a city: their levels from wide to narrow, and the key under which one is found again.

A key never tells more than an estate: whoever compares cases by place learns of no building, no
entrance and no room. Those are levels only so that they can be found and blacked out.
"""

from __future__ import annotations

DISTRICT, STREET, COMMUNITY, ROAD, LANDMARK, ESTATE = (
    *("district", "street", "community", "road", "landmark", "estate"),
)
LEVELS = {
    DISTRICT: "区县",
    STREET: "街道（乡镇）",
    COMMUNITY: "社区（村）",
    ROAD: "道路",
    LANDMARK: "单位场所",
    ESTATE: "小区",
}
# From wide to narrow. What is narrower than an estate belongs to somebody's home.
WIDTH = tuple(LEVELS)
NUMBER, BUILDING, UNIT, ROOM = "number", "building", "unit", "room"
PRIVATE = {NUMBER: "门牌号", BUILDING: "楼栋", UNIT: "单元", ROOM: "房号"}
LEVEL_NAMES = {**LEVELS, **PRIVATE}
# The same name in two parts of the city means two places: told apart by the gazetteer's code.
_BY_CODE = (DISTRICT, STREET, COMMUNITY)


def place_key(level: str, name: str, code: str = "") -> str:
    """The key of a place; empty for what is private. Areas go by their code where it is known,
    so that two communities of one name stay apart; the rest by its name."""
    if level not in LEVELS:
        return ""
    return f"{level}:{code if code and level in _BY_CODE else name}"[:120]
