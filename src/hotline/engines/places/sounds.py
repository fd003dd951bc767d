"""Places by their sound: a wrong character that is read alike, and names typed as pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hotline.engines.pinyin import readings
from hotline.engines.places.found import Found
from hotline.engines.places.gazetteer import Gazetteer
from hotline.rules.city_places import PlaceRow

LETTERS = re.compile(r"[A-Za-z]{3,}(?:[ '][A-Za-z]{2,}){0,5}")
FEWEST_LETTERS = 6
SHORTEST = 3
# Signs that no text has: one for each sound.
FIRST_SIGN = 0xF0000
# 三马架村 is a village of its own, and 马家村 with a slip of the pen is not.
PART_OF_A_NAME = frozenset("一二三四五六七八九十上下前后大小东西南北新老")
BY_SOUND, BY_LETTERS = 0.6, 0.7
# Who cannot tell zh from z or ang from an types them alike.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


class _Heard(dict[int, str]):
    """Characters to one sign for each sound, as `str.translate` asks; learned as they come."""

    def __init__(self) -> None:
        super().__init__()
        self._signs: dict[str, str] = {}

    def __missing__(self, character: int) -> str:
        heard = readings(chr(character))[0]
        for one, other in _ALIKE:
            heard = heard.replace(one, other)
        self[character] = self._signs.setdefault(heard, chr(FIRST_SIGN + len(self._signs)))
        return self[character]


_HEARD = _Heard()


class Sounds:
    """The names of a gazetteer by their sound; made once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.by_sound: dict[str, tuple[str, tuple[PlaceRow, ...]]] = {}
        self.letters: dict[str, tuple[PlaceRow, ...]] = {}
        heads: dict[str, set[int]] = {}
        for name, named in gazetteer.names.items():
            letters = "".join(readings(sign)[0] for sign in name)
            if len(letters) >= FEWEST_LETTERS:
                self.letters.setdefault(letters, named.places)
            if len(name) >= SHORTEST and not named.is_bare:
                heard = name.translate(_HEARD)
                self.by_sound.setdefault(heard, (name, named.places))
                heads.setdefault(heard[:2], set()).add(len(name))
        self.heads = {head: tuple(sorted(each, reverse=True)) for head, each in heads.items()}

    def typos_in(self, text: str, taken: Sequence[Found]) -> Iterator[Found]:
        """Names of the gazetteer written with one wrong character of the same sound."""
        heard, heads = text.translate(_HEARD), self.heads
        for at in range(len(text) - SHORTEST + 1):
            for length in heads.get(heard[at : at + 2], ()):
                known = self.by_sound.get(heard[at : at + length])
                if known is None or any(o.start < at + length and at < o.end for o in taken):
                    continue
                name, places = known
                said = text[at : at + length]
                if said != name and _near(said, name) and text[at - 1 : at] not in PART_OF_A_NAME:
                    yield _found(at, said, places, BY_SOUND)
                    break

    def letters_in(self, text: str) -> Iterator[Found]:
        """Names typed as pinyin, with or without spaces."""
        for match in LETTERS.finditer(text):
            typed = re.sub("[ ']", "", match.group()).lower()
            places = self.letters.get(typed)
            if places is not None:
                yield _found(match.start(), match.group(), places, BY_LETTERS)


def _near(said: str, name: str) -> bool:
    """Whether few enough characters differ for it to be a slip."""
    wrong = sum(a != b for a, b in zip(said, name, strict=True))
    return wrong <= max(1, len(name) // 3)


def _found(start: int, said: str, places: Sequence[PlaceRow], sureness: float) -> Found:
    place = places[0]
    code = place.code if len(places) == 1 else None
    return Found(place.level, start, start + len(said), said, place.name, code, sureness)
