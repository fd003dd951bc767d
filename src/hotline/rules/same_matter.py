"""Whether two matters that came by different roads are one: by number, caller, place and words.

A suggestion with its reasons and nothing more: a person joins them, or says that they are not the
same, and that is remembered. Each fact has its points; a number that one sender quotes from another
settles it by itself, no other fact does. The words count by how much of the shorter title stands in
the other's whole text, so that a citizen may tell the same in other words and at other length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OFFERED_FROM = 60
POINTS = {"number": 100, "caller": 45, "place": 25, "words": 55}
NAMES = {"number": "编号相同", "caller": "同一来电人", "place": "同一地点", "words": "内容相近"}
# Of a text copied word for word no further fact is needed.
COPIED = 0.9
FEWEST_GRAMS = 4
SHORTEST_NUMBER = 8
MOST_NUMBERS = 8
SHOWN_WORDS = 3
LONGEST_SHOWN = 14

_SIGN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{6,39}")


@dataclass(frozen=True, slots=True)
class Matter:
    """What is compared of one case. `caller` names the citizen without telling who it is (a blind
    index), `places` are the parts of the place that tell it from others."""

    title: str
    text: str
    numbers: frozenset[str] = frozenset()
    caller: bytes | None = None
    places: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two matters are, 0 to 100, and by which facts: what each adds, and the words shared
    where it has any."""

    score: int
    facts: Mapping[str, int]
    shared: Mapping[str, str]

    @property
    def is_offered(self) -> bool:
        """Whether a person should look."""
        return self.score >= OFFERED_FROM

    def reasons(self) -> list[str]:
        """The facts in Chinese, the weightiest first."""
        told = sorted(self.facts.items(), key=lambda fact: -fact[1])
        return [
            NAMES[fact] + (f"：{self.shared[fact]}" if self.shared.get(fact) else "")
            for fact, _ in told
        ]


def numbers_in(text: str) -> frozenset[str]:
    """What may be another system's number of a matter: letters and digits, of digits at least
    four; never a telephone number, which is the caller's."""
    found: list[str] = []
    for each in _NUMBER.findall(text):
        digits = sum(sign.isdigit() for sign in each)
        is_phone = each.isdigit() and (len(each) <= 12)  # noqa: PLR2004 - a phone with its area
        if len(each) >= SHORTEST_NUMBER and digits >= 4 and not is_phone and each not in found:  # noqa: PLR2004
            found.append(each)
    return frozenset(found[:MOST_NUMBERS])


def likeness(one: Matter, other: Matter) -> Likeness:
    """Compare two matters; symmetrical."""
    facts: dict[str, int] = {}
    shared: dict[str, str] = {}
    if numbers := one.numbers & other.numbers:
        facts["number"], shared["number"] = POINTS["number"], min(numbers)
    if one.caller is not None and one.caller == other.caller:
        facts["caller"] = POINTS["caller"]
    if place := _same_place(one, other):
        facts["place"], shared["place"] = POINTS["place"], place
    part = words_shared(one, other)
    points = POINTS["words"] if part < COPIED else OFFERED_FROM / COPIED
    if points * part >= 1:
        facts["words"] = round(points * part)
        shared["words"] = "、".join(longest_shared(one.title, f"{other.title}\n{other.text}"))
    return Likeness(min(100, sum(facts.values())), facts, shared)


def words_shared(one: Matter, other: Matter) -> float:
    """How much of one title's pairs of characters stands in the other's text, 0 to 1."""
    return max(_held(one.title, other), _held(other.title, one))


def longest_shared(title: str, text: str) -> list[str]:
    """The longest pieces of a title that stand in a text, for a person to see what is alike."""
    found: list[str] = []
    place = 0
    while place < len(title):
        length = 0
        while place + length < len(title) and title[place : place + length + 1] in text:
            length += 1
        piece = title[place : place + length].strip("，。、；：！？ ,.;:!?")
        if len(piece) >= 2:  # noqa: PLR2004 - one character is no word
            found.append(piece[:LONGEST_SHOWN])
        place += max(length, 1)
    return sorted(found, key=len, reverse=True)[:SHOWN_WORDS]


def _same_place(one: Matter, other: Matter) -> str:
    """A part of one's place that the other names, in its place or in its words."""
    for here, there in ((one, other), (other, one)):
        said = f"{there.title}\n{there.text}\n{' '.join(there.places)}"
        for place in here.places:
            if place in said:
                return place
    return ""


def _held(title: str, other: Matter) -> float:
    grams = _grams(title)
    if len(grams) < FEWEST_GRAMS:
        return 0.0
    return len(grams & _grams(f"{other.title}。{other.text}")) / len(grams)


def _grams(text: str) -> frozenset[str]:
    signs = "".join(_SIGN.findall(text))
    return frozenset(signs[place : place + 2] for place in range(len(signs) - 1))
