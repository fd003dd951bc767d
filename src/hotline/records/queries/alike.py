"""What of a place tells it from others, and which words of the topics stand in a text."""

from __future__ import annotations

import re
from datetime import datetime

from hotline.records.queries.choosing import topics_on
from hotline.records.queries.reference import departments
from hotline.rules.workdays import CHINA

TRIGRAM = 3
LONGEST = 12
MOST_WORDS = 4
PIECES = re.compile(r"[\u4e00-\u9fff]+[A-Za-z0-9]*[\u4e00-\u9fff]*")
AREAS = ("district", "county", "zone", "street", "community")
OFFICES = ("人民政府", "政府", "街道办事处", "街道")
CITY_LENGTH = 2


def area_names() -> set[str]:
    """Names of districts, streets and communities, which are too wide to tell a place by."""
    rows = [row for row in departments().values() if row.kind in AREAS]
    names = {name for row in rows for name in (row.name, *row.aliases)}
    bare = {name.removesuffix(office) for name in names for office in OFFICES}
    return {name for name in names | bare if len(name) >= CITY_LENGTH}


def places_in(place: str) -> list[str]:
    """What of a place tells it from others: its parts without the names of areas."""
    for name in sorted(area_names(), key=len, reverse=True):
        place = place.replace(name, " ")
    found = [piece[:LONGEST] for piece in PIECES.findall(place)]
    return [piece for piece in found if len(piece) >= TRIGRAM][:2]


def words_in(text: str, now: datetime) -> list[str]:
    """The words of the topics' lists that stand in the text, the longest first."""
    day = now.astimezone(CHINA).date()
    held = {word for topic in topics_on(day) for word in topic.words if word in text}
    return sorted(held, key=lambda word: (-len(word), word))[:MOST_WORDS]
