"""Which words of a text somebody meant who typed their sound, or missed a character."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from hotline.rules.finding import folded
from hotline.rules.sounds import INITIALS, is_typed, readings, sounds_of

MOST_OFFERED = 3
# A shorter word is one character away from too many others.
SHORTEST_NEAR = 3


def near_pattern(word: str) -> str:
    """A regular expression, for Python and for the database, of texts one character away."""
    ways = []
    for at, sign in enumerate(word):
        same = re.escape(sign)
        other = f"(?:.|{same}.|.{same})?"
        ways.append(f"{re.escape(word[:at])}{other}{re.escape(word[at + 1 :])}")
    return "|".join(ways)


def meant(texts: Iterable[str], word: str) -> list[str]:
    """The words of these texts that are likest meant, the most frequent first; not the word."""
    counted: Counter[str] = Counter()
    for text in texts:
        plain = folded(text)
        if word in plain:
            continue
        if len(word) > 1:
            counted.update(_sounding(plain, word))
        if len(word) >= SHORTEST_NEAR and not is_typed(word):
            counted.update(_one_away(plain, word))
    return [found for found, _ in counted.most_common(MOST_OFFERED)]


def _sounding(text: str, word: str) -> set[str]:
    """The stretches of Chinese characters that sound as the word, or begin with its letters."""
    spoken = iter(sounds_of(text).split())
    sounds = [next(spoken, "") if sounds_of(sign) else "" for sign in text]
    ways = readings(word) if is_typed(word) else [tuple(sounds_of(word).split())]
    if not ways and INITIALS.fullmatch(word.lower()):
        ways = [tuple(word.lower())]
        sounds = [sound[:1] for sound in sounds]
    return {
        text[at : at + len(way)]
        for way in ways
        for at in range(len(text) - len(way) + 1)
        if way and tuple(sounds[at : at + len(way)]) == way
    }


def _one_away(text: str, word: str) -> set[str]:
    """The stretches that are one character away, of the word's own length where one is."""
    found = {match.group() for match in re.finditer(near_pattern(word), text)}
    return {each for each in found if len(each) >= len(word)} or found
