"""Finding Chinese names by pinyin: whole syllables, initials, characters, or any mixture of them.

华宇城 is found by hyc, huayucheng, huayc, 华yc. A character with several readings is found by each.
Readings are those of the pypinyin library; nothing leaves the building.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, pinyin

name = "pinyin"
version = "1"
leaves_the_building = False

BETWEEN = re.compile(r"[\s'’·,，、›>/（）()-]+")
LONGEST_QUERY = 40
AT_START, INSIDE, BY_ALIAS = 0, 1, 2


@lru_cache(maxsize=30_000)
def readings(character: str) -> tuple[str, ...]:
    """How a character is read, without tones, ü as v; a letter or digit reads as itself."""
    if character.isascii():
        return (character.lower(),)
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="default")
    return tuple(dict.fromkeys(reading.lower() for reading in found[0]))


def folded(text: str) -> str:
    """A name or a query without what people leave out when they type."""
    return BETWEEN.sub("", text).lower()


@dataclass(frozen=True, slots=True)
class Named:
    """A thing to be found: its key, its name, and other words that lead to it."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A text made ready: each character with all that may be typed for it."""

    text: str
    sounds: tuple[tuple[str, ...], ...]
    first: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, text: str) -> _Spelled:
        plain = folded(text)
        sounds = tuple((character, *readings(character)) for character in plain)
        return cls(plain, sounds, tuple(frozenset(s[0] for s in all_) for all_ in sounds))


class Index:
    """Some names, spelled once; asked on every key."""

    def __init__(self, things: Sequence[Named]) -> None:
        self._rows = [
            (thing.key, _Spelled.of(thing.name), tuple(map(_Spelled.of, thing.aliases)))
            for thing in things
        ]

    def find(self, query: str, most: int) -> list[str]:
        """The keys of what fits, the closest first: at a name's start, inside, by another word."""
        wanted = folded(query)[:LONGEST_QUERY]
        if not wanted:
            return [key for key, _, _ in self._rows[:most]]
        ranked = [
            (rank, len(spelled.text), place, key)
            for place, (key, spelled, aliases) in enumerate(self._rows)
            if (rank := _rank(wanted, spelled, aliases)) is not None
        ]
        return [key for *_, key in sorted(ranked)[:most]]


def _rank(wanted: str, spelled: _Spelled, aliases: Sequence[_Spelled]) -> int | None:
    start = _place(wanted, spelled)
    if start is not None:
        return AT_START if start == 0 else INSIDE
    return BY_ALIAS if any(_place(wanted, alias) is not None for alias in aliases) else None


def _place(wanted: str, spelled: _Spelled) -> int | None:
    """Where in the text the query begins to fit; None where it does not."""
    for start, letters in enumerate(spelled.first):
        if wanted[0] in letters and _fits(wanted, spelled.sounds, start):
            return start
    return None


def _fits(wanted: str, sounds: tuple[tuple[str, ...], ...], at: int) -> bool:
    """Whether the query can be read off the characters from `at` on.

    Each character takes itself, a whole syllable or its initial; the last one any beginning.
    """
    if not wanted:
        return True
    if at >= len(sounds):
        return False
    for sound in sounds[at]:
        if sound.startswith(wanted):
            return True
        for part in {sound, sound[0], _initial(sound)}:
            if wanted.startswith(part) and _fits(wanted[len(part) :], sounds, at + 1):
                return True
    return False


def _initial(sound: str) -> str:
    """zh, ch and sh count as one letter where somebody types them so."""
    return sound[:2] if sound[:2] in ("zh", "ch", "sh") else sound[0]
