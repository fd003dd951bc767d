"""Finding words in Chinese text, and showing where they stand without ever making markup.

Folding keeps every character at its place (full width and capitals become what people type), so
that a place in the folded text is the same place in the text as written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

LONGEST_QUERY = 100
MOST_WORDS = 8
AROUND = 24
EXCERPT = 120
ELLIPSIS = "…"

Piece = tuple[str, bool]


def folded(text: str) -> str:
    """The text as it is searched, with as many characters as before."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded_character, text))


def _folded_character(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).casefold()
    return plain if len(plain) == 1 else character


def words_of(query: str) -> tuple[str, ...]:
    """The words asked for, folded; each may be a single character. What is too long is cut."""
    shortened = folded(query.replace("\0", "")[:LONGEST_QUERY])
    return tuple(dict.fromkeys(shortened.split()))[:MOST_WORDS]


def grams(word: str) -> list[str]:
    """The keys that a text with this word has in the index: its every two neighbours, or itself."""
    return [word] if len(word) == 1 else [word[at : at + 2] for at in range(len(word) - 1)]


def pieces(text: str, words: Sequence[str]) -> list[Piece]:
    """The text cut into pieces, each with whether it is one of the words."""
    plain, cut, start = folded(text), [], 0
    while start < len(text):
        place, word = _next(plain, words, start)
        if not word:
            break
        if place > start:
            cut.append((text[start:place], False))
        start = place + len(word)
        cut.append((text[place:start], True))
    return [*cut, (text[start:], False)] if start < len(text) else cut


def holds_any(text: str, words: Sequence[str]) -> bool:
    """Whether one of the words stands in the text."""
    plain = folded(text)
    return any(word in plain for word in words)


def excerpt(text: str, words: Sequence[str]) -> list[Piece]:
    """A short stretch of the text around the first word, or its beginning."""
    line = " ".join(text.split())
    place, word = _next(folded(line), words, 0)
    start = max(place - AROUND, 0) if word else 0
    end = start + EXCERPT
    before = ELLIPSIS if start else ""
    after = ELLIPSIS if end < len(line) else ""
    return pieces(f"{before}{line[start:end]}{after}", words)


def _next(plain: str, words: Sequence[str], start: int) -> tuple[int, str]:
    """The next place of any word, the longest of those that begin there; no word if none."""
    found = [(plain.find(word, start), -len(word), word) for word in words if word]
    here = [row for row in found if row[0] >= 0]
    place, _, word = min(here) if here else (-1, 0, "")
    return place, word
