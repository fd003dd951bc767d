"""Estates, roads and buildings by the form of their names: where a name begins before its ending.

What ends in 小区 or 大路 is a place if a name stands before it: 老旧小区 has none. Where a name
begins is told by the words before it (rjieba cuts them): 反映听泉佳苑 is 反映 and 听泉佳苑.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import rjieba

from hotline.engines.places.areas import cities
from hotline.engines.places.found import Found
from hotline.engines.places.words import ENDINGS, GENERIC, PHASE, PRAISE, ROAD_NAMES, STOPS
from hotline.rules.places import COMMUNITY, ESTATE, LANDMARK, ROAD, STREET

LONGEST = {ESTATE: 6, ROAD: 5, LANDMARK: 8, STREET: 4, COMMUNITY: 4}
SURENESS = {ESTATE: 0.85, ROAD: 0.8, LANDMARK: 0.75, STREET: 0.75, COMMUNITY: 0.7}
LEVELS = {"estate": ESTATE, "weak": ESTATE, "road": ROAD, "national": ROAD, "landmark": LANDMARK}
LEVELS |= {"street": STREET, "village": COMMUNITY, "community": COMMUNITY}
CLOSED_TAGS = frozenset(
    {"m", "p", "c", "r", "d", "u", "t", "f", "y", "e", "q", "k", "ul", "uj", "ug", "ud", "uz", "uv"}
)
_CLAUSE = re.compile(r"[^一-鿿A-Za-z0-9·]")
_LIVES_IN = re.compile(r"住(?![宅院房建户])")
_DIRECTION = frozenset("东西南北中")
# 县安沙镇, 高新区金领公寓: an area that the gazetteer does not know is no part of the name.
_WIDER = re.compile(r"^(?:.+(?:[市县区镇乡]|街道|社区)|[县区])(?=.{2})")
_JOINS = frozenset("和同")
_NUMERAL = re.compile(r"[东西南北中]?第?[一二三四五六七八九十]{1,3}$")
# 市中心医院, 第十七中学: what an area has one of, or counts.
_BUILDING_BEHIND = re.compile(r"(?:[A-Da-d东南西北]区)?[A-Za-z]?\d{1,3}(?:号楼|栋|幢|#)")
_PLACES_OF_ALL = ("广场", "早市", "夜市")
_SLOGAN = re.compile(r"(?:的)?(?:创建|建设|评选|活动|称号|标准|试点|示范)")
_STREET_IN_NAME = re.compile(rf"(?:{'|'.join(sorted(ROAD_NAMES))})(?:大街|大路|街|路)$")
_ONLY_ONE = ("火车站", "高铁站", "客运站")
_KIND_OF_AREA = re.compile(r"[市县区省](?:中心|人民)?$")
_OF_THE_AREA = re.compile(
    r"[市县区省](?:中心|人民|中心人民|妇幼保健|中医)?(?:医院|图书馆|体育馆|体育场|文化宫|客运站|实验小学|实验中学|人民医院|中心医院)"
    r"|(?:[市县区])?第?[一二三四五六七八九十]{1,3}(?:实验)?(?:高级)?(?:小学|中学|高中|人民医院|医院|幼儿园)"
)

_SHORT_NAME = re.compile(
    r"[一二三四五六七八九十]{1,2}(?:中|小|高)(?![一-鿿]?(?:时|型|旬|午|等|心|学|级|层|专|价|区))"
    r"(?![一-鿿]{0,4}(?:学校|中学|小学|高中))"
    r"|[东西南北]站(?=$|[^一-鿿]|到|的|前|门|出|下|坐|等|有|没|广)"
)
_AREA_ENDS = ("市", "县", "区", "镇")


def named_in(text: str, areas: Sequence[Found], home: str) -> list[Found]:
    """The places whose names are told by their form, beside the areas that are already found; a
    city called `home`. An area that stands in the name of a school or market (泉眼岭乡卫生院) is
    given up for it."""
    found = sorted([*areas, *_called_short(text, areas, home)], key=lambda one: one.start)
    for match in ENDINGS.finditer(text):
        if match.lastgroup == "none":
            continue
        start, at = match.start(), bisect_right(found, match.start(), key=lambda one: one.start)
        last = found[at - 1] if at else None
        if (last and last.end > start) or (at < len(found) and found[at].start < match.end()):
            continue
        one = _read(text, match, last)
        if (
            one is None
            and last is not None
            and match.lastgroup == "landmark"
            and _leads(last, match)
        ):
            name = last.text + match.group()
            one = replace(last, level=LANDMARK, end=match.end(), text=name, name=name, code=None)
            found[at - 1] = one
        elif one is not None:
            found.insert(at, one)
    return found


def _called_short(text: str, areas: Sequence[Found], home: str) -> Iterator[Found]:
    """Schools and stations by their short names, which only stand behind the name of an area:
    铁东区三小, and behind the city's own."""
    for match in _SHORT_NAME.finditer(text):
        start, end = match.span()
        behind = text[:start].endswith((home, *_AREA_ENDS)) or any(o.end == start for o in areas)
        if behind and not any(one.start < end and start < one.end for one in areas):
            name = match.group()
            yield Found(LANDMARK, start, end, name, name, None, SURENESS[LANDMARK])


def _leads(last: Found, match: re.Match[str]) -> bool:
    """Whether a road, village or town stands directly before, as the first part of the name."""
    return last.end == match.start() and last.level in (ROAD, STREET, COMMUNITY)


def _read(text: str, match: re.Match[str], last: Found | None) -> Found | None:
    """One ending with the name before it, behind the place `last`; None where there is none."""
    level = LEVELS[str(match.lastgroup)]
    if match.lastgroup == "national":
        name = match.group()
        return Found(ROAD, match.start(), match.end(), name, name, None, 0.9)
    floor = last.end if last else 0
    window = text[max(floor, match.start() - LONGEST[level] - 2) : match.start()]
    clause = _LIVES_IN.split(_CLAUSE.split(window)[-1])[-1]
    stem = name_before(clause, level)
    ending = match.group()
    if not stem and level == LANDMARK and (one := _KIND_OF_AREA.search(clause)):
        stem = one.group()
    if not _is_name(stem, level, ending):
        stem = _in_an_address(text, match, clause, last)
        if not stem:
            return None
    start, end = match.start() - len(stem), match.end()
    if level == ESTATE:
        end = _with_phase(text, end)
    name = normal(stem, ending, level)
    return Found(level, start, end, text[start:end], name, None, SURENESS[level])


def _in_an_address(text: str, match: re.Match[str], clause: str, last: Found | None) -> str:
    """What is a name in an address and might be none elsewhere: directly behind an area (康平街道
    建设社区, 梨树镇奉化大街), before a building (幸福小区17号楼), with the street that it is called
    after (文化街社区), or alone (站前广场)."""
    level = LEVELS[str(match.lastgroup)]
    if level in (ESTATE, COMMUNITY) and (street := _STREET_IN_NAME.search(clause)):
        return street.group()
    if level in (ROAD, COMMUNITY):
        directly = last is not None and last.end == match.start() - len(clause)
        is_word = clause in ROAD_NAMES or clause not in STOPS | GENERIC
        told = directly and 1 < len(clause) == len(rjieba.cut(clause)[0]) and is_word
    elif level == ESTATE:
        return _of_an_estate(text, match, clause)
    else:
        told = level == LANDMARK and clause in ROAD_NAMES and match.group() in _PLACES_OF_ALL
    return clause if told else ""


def _of_an_estate(text: str, match: re.Match[str], clause: str) -> str:
    """A word of praise or of many roads that names an estate: alone, or before a building."""
    word = next((word for word in ROAD_NAMES | PRAISE if clause.endswith(word)), "")
    if _SLOGAN.match(text, match.end()):
        return ""
    if _BUILDING_BEHIND.match(text, match.end()):
        return word or (clause if len(clause) == 1 else "")  # 康馨园9号楼
    return word if clause == word else ""


def _with_phase(text: str, end: int) -> int:
    """The end of an estate with 小区 and its part: 锦绣花园小区二期."""
    for ending in ("小区",):
        if text.startswith(ending, end):
            end += len(ending)
    phase = PHASE.match(text, end)
    return phase.end() if phase else end


@lru_cache(maxsize=20_000)
def name_before(clause: str, level: str) -> str:
    """The name that a stretch of text ends with: back to the first word that is none."""
    length, generic = 0, True
    tokens = rjieba.tag(clause)
    if tokens and level == ROAD and tokens[-1][0] in ROAD_NAMES:
        led = len(tokens) > 1 and tokens[-2][0] in _DIRECTION  # 南迎宾街
        return clause[-len(tokens[-1][0]) - led :]
    if (
        tokens
        and tokens[-1][1] in ("v", "vd")
        and rjieba.has_word(tokens[-1][0])
        and tokens[-1][0] not in cities()  # 奉化大街
    ):
        # 进入小区, 堵住路: what one does, and no name.
        return ""
    for place, (word, tag) in enumerate(reversed(tokens)):
        if length + len(word) > LONGEST[level] or not _may_be_named(
            word, tag, place, level, length
        ):
            break
        length += len(word)
        generic = generic and word in GENERIC
    return "" if generic else _WIDER.sub("", clause[len(clause) - length :])


def _may_be_named(word: str, tag: str, place: int, level: str, length: int) -> bool:
    """Whether a word may be part of a name; a verb only directly before the ending, 和 only where a
    single character is left without it (和畅)."""
    is_inside = word in ("里", "地") and level == ESTATE and place == 0  # 仁兴里, 金地
    if word in _DIRECTION or _NUMERAL.fullmatch(word) or word == "月" or is_inside:
        return True
    if length == 1 and word in _JOINS:
        return True
    if word in STOPS or word.isdigit() or (tag in CLOSED_TAGS and word not in GENERIC):
        return False
    if len(word) == 1:
        return length <= 1 or word in GENERIC or not tag.startswith(("v", "p", "d"))
    return word in GENERIC or not (tag.startswith("v") and place > 0 and tag != "vn")


def _is_name(stem: str, level: str, ending: str) -> bool:
    """Whether what stands before an ending names the place."""
    if level == LANDMARK and (ending in _ONLY_ONE or _OF_THE_AREA.fullmatch(stem + ending)):
        return True
    if not stem or (stem in GENERIC and not (level == ROAD and stem in ROAD_NAMES)):
        return False
    if level == LANDMARK and any(stem.startswith(city) for city in cities()):
        return False
    if ending == "马路" or (len(stem) == 1 and level == ROAD):
        return bool(_NUMERAL.fullmatch(stem))
    if len(stem) == 1:
        return False
    return not (level in (STREET, COMMUNITY) and stem.isascii())


def normal(stem: str, ending: str, level: str) -> str:
    """A name as it is kept: an estate without 小区 where it needs none, an office as its area."""
    if level == STREET and ending.startswith("街道"):
        return f"{stem}街道"
    if level == ESTATE and ending == "小区":
        whole = ENDINGS.search(stem)
        inner = whole is not None and whole.end() == len(stem) and whole.lastgroup == "estate"
        if len(stem) >= (3 if inner else 4):  # 枫桥书香 stands by itself, 丁香 and 文苑 do not
            return stem
    return stem + ending
