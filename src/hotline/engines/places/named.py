"""Estates, roads and buildings by the form of their names: where a name begins before its ending.

What ends in 小区 or 大路 is a place if a name stands before it: 老旧小区 has none. Where a name
begins is told by the words before it (rjieba cuts them): 反映听泉佳苑 is 反映 and 听泉佳苑.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import rjieba

from hotline.engines.places.areas import cities
from hotline.engines.places.found import Found
from hotline.engines.places.words import ENDINGS, GENERIC, PHASE, STOPS
from hotline.rules.places import COMMUNITY, ESTATE, LANDMARK, ROAD, STREET

LONGEST = {ESTATE: 6, ROAD: 5, LANDMARK: 8, STREET: 4, COMMUNITY: 4}
SURENESS = {ESTATE: 0.85, ROAD: 0.8, LANDMARK: 0.75, STREET: 0.75, COMMUNITY: 0.7}
LEVELS = {"estate": ESTATE, "weak": ESTATE, "road": ROAD, "national": ROAD, "landmark": LANDMARK}
LEVELS |= {"street": STREET, "village": COMMUNITY, "community": COMMUNITY}
CLOSED_TAGS = frozenset(
    {"p", "c", "r", "d", "u", "t", "f", "y", "e", "q", "k", "ul", "uj", "ug", "ud", "uz", "uv"}
)
_CLAUSE = re.compile(r"[^一-鿿A-Za-z0-9·]")
_DIRECTION = frozenset("东西南北中")
_NUMERAL = re.compile(r"第?[一二三四五六七八九十]{1,3}$")
# 一马路, 南一纬路: a single character is a name before these.
_NUMBERED_ROADS = ("马路", "经街", "纬路", "街", "路", "道街")
_ORDINAL_LANDMARK = re.compile(
    r"(?:[市县区省])?(?:第?[一二三四五六七八九十]+|中心|人民|实验|妇幼)(?:人民|实验|高级|职业)?$"
)
_SHORT_SCHOOL = re.compile(
    r"(?<![第其之进万统唯同专划一])(?P<name>[市县]?[一二三四五六七八九十]{1,2}中)(?=学生|校|门|的|旁|附近|对面|放学|北|南|东|西|和|，|。|$)"
)
_HOUSE = re.compile(r"\d")


def named_in(text: str, taken: Sequence[Found]) -> Iterator[Found]:
    """The places whose names are told by their form, beside the areas that are already found."""
    ends = sorted((one.start, one.end) for one in taken)
    last = 0
    for match in ENDINGS.finditer(text):
        group = str(match.lastgroup)
        if group == "none" or any(a < match.end() and match.start() < b for a, b in ends):
            continue
        floor = max([last, *(b for _, b in ends if b <= match.start())])
        one = _read(text, match, LEVELS[group], floor)
        if one is not None:
            yield one
            last = one.end


def _read(text: str, match: re.Match[str], level: str, floor: int) -> Found | None:
    """One ending with the name before it; None where there is none."""
    if match.lastgroup == "national":
        name = match.group()
        return Found(ROAD, match.start(), match.end(), name, name, None, 0.9)
    window = text[max(floor, match.start() - LONGEST[level] - 2) : match.start()]
    clause = _CLAUSE.split(window)[-1]
    stem = name_before(clause, LONGEST[level])
    ending = match.group()
    if not _is_name(stem, level, ending):
        return None
    start, end = match.start() - len(stem), match.end()
    if level == ESTATE:
        end = _with_phase(text, end)
    name = normal(stem, ending, level)
    return Found(level, start, end, text[start:end], name, None, SURENESS[level])


def _with_phase(text: str, end: int) -> int:
    """The end of an estate with 小区 and its part: 锦绣花园小区二期."""
    for ending in ("小区",):
        if text.startswith(ending, end):
            end += len(ending)
    phase = PHASE.match(text, end)
    return phase.end() if phase else end


@lru_cache(maxsize=20_000)
def name_before(clause: str, longest: int) -> str:
    """The name that a stretch of text ends with: back to the first word that is none."""
    length = 0
    generic = True
    tokens = rjieba.tag(clause)
    for place, (word, tag) in enumerate(reversed(tokens)):
        if length + len(word) > longest or not _may_be_named(word, tag, place):
            break
        length += len(word)
        generic = generic and word in GENERIC
    name = clause[len(clause) - length :] if length else ""
    return "" if generic else _without_lead(name)


def _may_be_named(word: str, tag: str, place: int) -> bool:
    """Whether a word may be part of a name; a verb only directly before the ending."""
    if word in STOPS or word.isdigit():
        return False
    if word in _DIRECTION or word in GENERIC or _NUMERAL.fullmatch(word):
        return True
    if tag in CLOSED_TAGS:
        return False
    return not (tag.startswith("v") and place > 0 and tag != "vn") or len(word) == 1


def _without_lead(name: str) -> str:
    """A name without the words of one character that only lead to it."""
    while name and name[0] in "在到去从是和与及跟的了我我们住把被给对向往由":
        name = name[1:]
    return name


def _is_name(stem: str, level: str, ending: str) -> bool:
    """Whether what stands before an ending names the place."""
    if not stem or stem in GENERIC:
        return level == LANDMARK and bool(_ORDINAL_LANDMARK.fullmatch(stem)) and stem != "实验"
    if level == LANDMARK and any(stem.startswith(city) for city in cities()):
        return False
    if len(stem) == 1:
        return ending in ("马路",) or (level == ROAD and bool(_NUMERAL.fullmatch(stem)))
    return not (level in (STREET, COMMUNITY) and stem.isascii())


def normal(stem: str, ending: str, level: str) -> str:
    """A name as it is kept: an estate without 小区 where it needs none, an office as its area."""
    if level == STREET and ending.startswith("街道"):
        return f"{stem}街道"
    if level == ESTATE and ending == "小区":
        whole = ENDINGS.search(stem)
        inner = whole is not None and whole.end() == len(stem) and whole.lastgroup == "estate"
        if inner or len(stem) >= 4:  # noqa: PLR2004 - 枫桥书香 stands by itself, 丁香 does not
            return stem
    return stem + ending
