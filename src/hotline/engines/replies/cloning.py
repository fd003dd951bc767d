"""Recognising a reply that was used before: fingerprints that near-identical texts share.

Two texts whose fingerprints share one number are candidates; `likeness` then decides. A database
finds candidates by an index on the numbers, whatever number of replies there is.

Source: Broder 1997, "On the resemblance and containment of documents" (min-wise hashing).
"""

from __future__ import annotations

from zlib import crc32

from hotline.engines.drafting.asking import pairs
from hotline.engines.replies.clauses import clauses, own_words

BANDS = 6
ROWS = 2
SHINGLE = 3
SHORTEST = 24
NEAR = 0.85
# Two petitions at least so alike are one matter: the same answer is right for both.
SAME_MATTER = 0.5
_WORD = 0xFFFFFFFF
_SEEDS = tuple((2654435761 * (2 * place + 1)) & _WORD for place in range(BANDS * ROWS))


def fingerprints(text: str) -> list[int]:
    """Six numbers of a reply's own words, formulae left out; none where it has hardly any."""
    words = own_words(clauses(text))
    if len(words) < SHORTEST:
        return []
    shingles = {
        crc32(words[place : place + SHINGLE].encode()) for place in range(len(words) - SHINGLE + 1)
    }
    least = [min(((each ^ seed) * 2246822519) & _WORD for each in shingles) for seed in _SEEDS]
    return [
        crc32(f"{band}:{least[band * ROWS : (band + 1) * ROWS]}".encode()) for band in range(BANDS)
    ]


def likeness(one: str, other: str) -> float:
    """How much of two texts is the same: shared pairs of characters ÷ all of both, 0 to 1."""
    mine, theirs = pairs(one), pairs(other)
    return len(mine & theirs) / (len(mine | theirs) or 1)


def is_clone(reply: str, other: str) -> bool:
    """Whether two replies say the same in nearly the same words."""
    return likeness(own_words(clauses(reply)), own_words(clauses(other))) >= NEAR


def is_same_matter(petition: str, other: str) -> bool:
    """Whether two petitions are so alike that one answer serves both."""
    return likeness(petition, other) >= SAME_MATTER
