"""How Chinese is typed in Latin letters, and which words sound alike.

The syllables of a text stand in a line with spaces between, so that a search can look for them as
it looks for characters.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

BREAK = "|"
LONGEST_TYPED = 40
MOST_READINGS = 3
INITIALS = re.compile(r"[b-df-hj-np-twxyz]{2,8}")
_INITIAL = r"(?:[bpmfdtnlgkjqxryw]|zh?|ch?|sh?|h)?"
_FINAL = (
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|er|in|un|ia|ie|iu|"
    r"ua|ue|ui|uo|ve|a|o|e|i|u|v)"
)
SYLLABLE = re.compile(f"{_INITIAL}{_FINAL}")


@lru_cache(maxsize=8192)
def sounds_of(text: str) -> str:
    """The syllables of a text without tones; what is no Chinese character is left out."""
    return " ".join(lazy_pinyin(text, style=Style.NORMAL, errors="ignore"))


def is_typed(words: str) -> bool:
    """Whether words are letters only, as somebody types Chinese by its sound."""
    return words.isascii() and "".join(words.replace("'", " ").split()).isalpha()


def readings(typed: str) -> list[tuple[str, ...]]:
    """The ways to read letters as syllables, those with the fewest first; none for initials."""
    plain = typed.lower().replace("'", " ").split()
    if len("".join(plain)) > LONGEST_TYPED or not plain:
        return []
    found: list[tuple[str, ...]] = [()]
    for part in plain:
        found = [(*before, *more) for before in found for more in _read(part)]
    return sorted(found, key=len)[:MOST_READINGS]


def _read(letters: str) -> list[tuple[str, ...]]:
    """Every way to cut letters into syllables, from the back to the front."""
    ways: list[list[tuple[str, ...]]] = [[] for _ in letters] + [[()]]
    for start in reversed(range(len(letters))):
        for end in range(start + 1, min(start + 6, len(letters)) + 1):
            if SYLLABLE.fullmatch(letters[start:end]):
                ways[start] += [(letters[start:end], *rest) for rest in ways[end]]
        ways[start] = sorted(ways[start], key=len)[:MOST_READINGS]
    return ways[0]
