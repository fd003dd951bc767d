"""What belongs to a home: house number, building, entrance, room. Found only to be blacked out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hotline.engines.places.found import Found
from hotline.rules.places import BUILDING, ESTATE, NUMBER, ROAD, ROOM, UNIT

_C = "一二三四五六七八九十"
_N = rf"(?:\d{{1,3}}|[{_C}]{{1,3}})"
_BUILDING_NUMBER = rf"(?:[A-Za-z]?\d{{1,3}}[A-Za-z]?|[{_C}]{{1,3}})"
_BUILDING = rf"(?:{_BUILDING_NUMBER}(?:号楼|号栋|#楼|栋楼|栋|幢|#)|(?:[A-Z]|\d{{1,2}})座)"
_UNIT = rf"(?:\d{{1,2}}|[{_C}]{{1,3}})(?:单元|门(?!口|前|市|店|诊))"
_ROOM = (
    r"(?:\d{3,4}(?:室|号|户)?(?![\d年月日元万个平度米])"
    r"|[一二三四五六七八九][零〇一二三四五六七八九]{2,3}(?:室|号|户)?(?![元万个平度米十百千楼层线])"
    rf"|{_N}楼(?:[东西中左右](?:门|户|侧|屋)?)?|\d{{1,2}}(?:室|号房))"
)
_GAP = r"[ ,，、\-—]?"
_SIDE = r"(?:[东西中左右](?:门|户|侧|手))?"
CHAIN = re.compile(
    rf"(?P<building>{_BUILDING}){_GAP}(?P<unit>{_UNIT})?{_GAP}{_SIDE}(?P<room>{_ROOM})?"
    rf"|(?P<unit_only>{_N}单元){_GAP}{_SIDE}(?P<room_only>{_ROOM})?"
    # 5-2-301 is an address also where the estate before it is not known.
    r"|(?<![\d.-])(?P<building_dashed>[A-Za-z]?\d{1,2})-(?P<unit_dashed>\d{1,2})-"
    r"(?P<room_dashed>\d{3,4})(?:室|号)?(?![\d-])"
)
# After a place: 锦绣花园3-2-501, 英雄大路125号. Below 102号楼下 of a road lies number 102; in an
# estate 6号楼 is the building.
DASHED = re.compile(
    r"(?P<building>[A-Za-z]?\d{1,3})-(?P<unit>\d{1,2})-(?P<room>\d{2,4})(?:室|号)?(?!\d)"
)
FLOOR_FIRST = re.compile(rf"(?P<building>{_N}楼){_GAP}(?P<unit>{_UNIT}){_GAP}(?P<room>{_ROOM})?")
_HOUSE_NUMBER = rf"(?:\d{{1,4}}(?:-\d{{1,3}})?|[{_C}百]{{1,5}})"
HOUSE = re.compile(
    rf"(?P<number>{_HOUSE_NUMBER}号(?:院|附\d{{1,3}}号)?)(?!楼(?![下上前后])|线|地铁|栋|公交|幢|路)"
)
YARD = re.compile(
    r"(?P<number>\d{1,4}(?:-\d{1,3})?号(?:院|附\d{1,3}号)?)(?!楼|线|地铁|栋|公交|幢|路)"
)
SHORT = re.compile(rf"(?P<building>\d{{1,3}}号)(?P<unit>{_UNIT}){_GAP}(?P<room>{_ROOM})?")
LEVELS = {"building": BUILDING, "unit": UNIT, "unit_only": UNIT, "room": ROOM, "room_only": ROOM}
LEVELS |= {"building_dashed": BUILDING, "unit_dashed": UNIT, "room_dashed": ROOM}
LEVELS["number"] = NUMBER
_COUNT = re.compile(r"(?:共|有|了|这|那|几|新建|建|拆|盖|第|每|整|是|的)$")


def homes_in(text: str, places: Iterable[Found]) -> list[Found]:
    """The private parts of addresses: behind a place, and buildings that stand by themselves."""
    if not any(sign.isdigit() or sign in "一二三四五六七八九十座" for sign in text):
        return []
    found: list[Found] = []
    for place in places:
        if place.level in (ESTATE, ROAD, "landmark", "community", "street"):
            found += _behind(text, place.end, place.level)
    for match in CHAIN.finditer(text):
        if not _COUNT.search(text[: match.start()]) and not _overlaps(match, found):
            found += _parts(match)
    return found


def _behind(text: str, end: int, level: str) -> list[Found]:
    """What stands directly behind a place."""
    while text[end : end + 1] in (" ", "的", "，", ","):
        end += 1
        if end >= len(text):
            return []
    for pattern in (DASHED, SHORT, FLOOR_FIRST, HOUSE if level == ROAD else YARD):
        match = pattern.match(text, end)
        if match is not None:
            parts = list(_parts(match))
            if pattern in (HOUSE, YARD) and (rest := CHAIN.match(text, match.end())):
                parts += _parts(rest)
            return parts
    return []


def _parts(match: re.Match[str]) -> Iterator[Found]:
    for name, said in match.groupdict().items():
        if said:
            start, end = match.span(name)
            yield Found(LEVELS[name], start, end, said, said, None, 0.9)


def _overlaps(match: re.Match[str], found: Iterable[Found]) -> bool:
    return any(one.start < match.end() and match.start() < one.end for one in found)
