"""Areas in a text: the names of the gazetteer, read as what they mean beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import rjieba

from hotline.engines.places.found import Found
from hotline.engines.places.gazetteer import SHORTEST, Gazetteer, Named
from hotline.engines.places.words import EVERYDAY
from hotline.rules.city_places import PlaceRow
from hotline.rules.places import COMMUNITY, DISTRICT, ROAD, STREET

AMBIGUOUS = 0.5
# So many characters before a name tell whether it is one.
NEAR = 6
_PREPOSED = re.compile(
    r"(?:^|[，。、；：！？,.;:!?\s（(“\"]|在|到|去|回|往|住|从|来|咱|们|俺|是|市|整个|全)$"
)
# 梨树 is also a tree, 伊通河 a river, 铁西站 a station.
_NO_AREA_AFTER = re.compile(r"[站河沟林树长开结上下木苗枝叶果]|大桥")
_NAMED_AFTER = re.compile(r"[，。、；：！？,.;!?\s]|$|的|这边|那边|这儿|那儿|街里|大集|附近|有")
# 社会主义新农村建设, 文明社区创建: words and no place.
_WORDS_BEFORE = re.compile(r"(?:社会主义|创建|建设|打造|争创|评为|示范)$")
_WORDS_AFTER = re.compile(r"建设|合作医疗|合作社法|创建|养老保险")
# 英雄街12号 and 英雄街与中央路交汇: the road, not the 街道.
_AS_ROAD = re.compile(
    r"\d{1,4}号|[与和、]?[一-鿿]{0,6}(?:交汇|交叉|交口)|路口|[东西南北两]侧|上(?:的)?|边|两旁|中段|[东西南北]段|路面|沿线"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of the gazetteer where it stands in a text, not yet read."""

    start: int
    end: int
    named: Named


def areas_in(text: str, gazetteer: Gazetteer) -> list[Found]:
    """The areas that a text names, in its order, each resolved by the others."""
    here = gazetteer.home.removesuffix("市")
    mentions = [
        one for one in _mentions(text, gazetteer) if not is_elsewhere(text, one.start, here)
    ]
    kept = _in_company(text, mentions, gazetteer)
    return list(_resolved(text, kept, gazetteer))


def _mentions(text: str, gazetteer: Gazetteer) -> Iterator[Mention]:
    """The longest name at each place, one after the other."""
    at, lengths, names = 0, gazetteer.lengths, gazetteer.names
    while at < len(text) - 1:
        for length in lengths.get(text[at : at + SHORTEST], ()):
            name = text[at : at + length]
            if name in names:
                yield Mention(at, at + length, names[name])
                at += length
                break
        else:
            at += 1


@cache
def cities() -> frozenset[str]:
    """The names of the country's cities, without 市."""
    return frozenset(Path(__file__).with_name("cities.txt").read_text("utf-8").split())


def is_elsewhere(text: str, start: int, here: str) -> bool:
    """Whether another city's name stands directly before: Shenyang's 铁西区 is none of ours."""
    before = text[max(0, start - NEAR) : start].removesuffix("市")
    names = (before[-2:], before[-3:])
    return here not in names and any(name in cities() for name in names)


def _in_company(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """The mentions that are places here: a short form only beside a wider area or after 在."""
    kept: list[Mention] = []
    for one in mentions:
        before = text[max(0, one.start - NEAR) : one.start]
        if not one.named.is_bare:
            if not (_WORDS_BEFORE.search(before) or _WORDS_AFTER.match(text, one.end)):
                kept.append(one)
        elif _NO_AREA_AFTER.match(text, one.end):
            continue
        elif within := _below_the_last(text, one, kept, gazetteer):
            kept.append(replace(one, named=replace(one.named, places=within)))
        elif _stands_alone(text, one):
            kept.append(one)
    return kept


def _stands_alone(text: str, one: Mention) -> bool:
    """Whether a short form needs no company: after 在, for a district, or for a street or town
    whose name is no everyday word; before 段 (石岭段) any of these."""
    level, name = one.named.places[0].level, text[one.start : one.end]
    if level == DISTRICT:
        return bool(_PREPOSED.search(text[max(0, one.start - NEAR) : one.start]))
    if level != STREET or not is_proper(name):
        return False
    return text[one.end : one.end + 1] == "段" or bool(
        _PREPOSED.search(text[max(0, one.start - NEAR) : one.start])
        and _NAMED_AFTER.match(text, one.end)
    )


@lru_cache(maxsize=2000)
def is_proper(name: str) -> bool:
    """Whether a short form is a name to whoever cuts words, and no everyday word."""
    tokens = rjieba.tag(name)
    return name not in EVERYDAY and len(tokens) == 1 and tokens[0][1] in ("ns", "nr", "nrt", "nz")


def _below_the_last(
    text: str, one: Mention, kept: Sequence[Mention], gazetteer: Gazetteer
) -> tuple[PlaceRow, ...]:
    """Of what a short form may mean, the places in the area that is named directly before it."""
    if not kept or text[kept[-1].end : one.start].strip(" 的，,"):
        return ()
    above = {place.code for place in kept[-1].named.places}
    return tuple(p for p in one.named.places if above & set(gazetteer.path(p)[:-1]))


def _resolved(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> Iterator[Found]:
    """Each mention as a place; of several of one name that in another area named here."""
    sure = [p for one in mentions if len(one.named.places) == 1 for p in one.named.places]
    for one in mentions:
        places = _within(one.named.places, sure, gazetteer)
        place, said = places[0], text[one.start : one.end]
        if place.level == STREET and said[-1] == "街" and _AS_ROAD.match(text, one.end):
            yield Found(ROAD, one.start, one.end, said, said, None, 0.8)
            continue
        several = len(places) > 1
        yield Found(
            level=place.level,
            start=one.start,
            end=one.end,
            text=said,
            name=place.name,
            code=None if several else place.code,
            sureness=AMBIGUOUS if several else one.named.sureness,
        )


def _within(
    places: tuple[PlaceRow, ...], sure: Sequence[PlaceRow], gazetteer: Gazetteer
) -> tuple[PlaceRow, ...]:
    """Those of the places that lie in a known area, the narrowest area first."""
    if len(places) == 1:
        return places
    for level in (STREET, DISTRICT, COMMUNITY):
        codes = {area.code for area in sure if area.level == level}
        inside = tuple(p for p in places if codes & set(gazetteer.path(p)[:-1]))
        if len(inside) == 1:
            return inside
        if inside:
            places = inside
    return places
