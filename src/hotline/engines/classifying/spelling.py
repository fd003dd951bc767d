"""Texts as numbers: every run of characters of a text under a key that is the same for ever.

A run of characters is known by a 64-bit key made of its code points, so that what a model has
learned is two arrays, keys and weights: nothing to unpickle, nothing to build on loading, and the
place of each run in the text comes for free, which is what the reasons of a guess are made of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Places = NDArray[np.int64]

# An odd multiplier of 64 bits; and one for the last stirring (both of Steele and Vigna, SplitMix).
FACTOR = 0x9E3779B97F4A7C15
STIR = 0xBF58476D1CE4E5B9
INVERSE = pow(FACTOR, -1, 2**64)
BETWEEN_TEXTS = 0
LONGEST = 2_000
_SPACE = re.compile(r"\s")


class Runs(NamedTuple):
    """The runs of some texts: whose they are, their key, where they begin and how long they are."""

    owner: Places
    key: Keys
    start: Places
    length: Places


def folded(text: str) -> str:
    """The text as it is read: full width made half, small letters; as long as before."""
    return text[:LONGEST].translate(_FOLDED)


class _Folded(dict[int, str]):
    """What each character is read as, found out when it is first met; one for one, so that places
    stay true."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        normal = unicodedata.normalize("NFKC", character).lower()
        read = " " if character.isspace() else normal if len(normal) == 1 else character
        self[point] = read
        return read


_FOLDED = _Folded()


def runs_of(texts: Sequence[str], lengths: Sequence[int], salt: int) -> Runs:
    """All runs of these lengths within each of the folded texts; `salt` keeps views apart."""
    import numpy as np

    points, owners, starts = _laid_out(texts)
    keys, at, long = [], [], []
    rolling = np.zeros(len(points), dtype=np.uint64)
    inside = np.ones(len(points), dtype=bool)
    for length in range(1, max(lengths) + 1):
        offset = length - 1
        inside[: len(points) - offset] &= points[offset:] != BETWEEN_TEXTS
        inside[len(points) - offset :] = False
        rolling = rolling * np.uint64(FACTOR)
        rolling[: len(points) - offset] += points[offset:] + np.uint64(1)
        if length in lengths:
            chosen = np.flatnonzero(inside)
            keys.append(stirred(rolling[chosen], salt * 16 + length))
            at.append(chosen)
            long.append(np.full(len(chosen), length, dtype=np.int64))
    places = np.concatenate(at)
    return Runs(owners[places], np.concatenate(keys), starts[places], np.concatenate(long))


def words_of(texts: Sequence[str], salt: int) -> Runs:
    """The words of each of the folded texts, under keys like those of runs of their length."""
    import numpy as np
    import rjieba

    found = [
        (owner, start, end - start)
        for owner, text in enumerate(texts)
        for word, start, end in rjieba.tokenize(text)
        if any(character.isalnum() for character in word)
    ]
    owners, starts, lengths = np.array(found, dtype=np.int64).reshape(-1, 3).T
    points, _, places = _laid_out(texts)
    # Sums of points, each by a power of the factor's inverse, give the key of any stretch at once.
    shrinking = np.full(len(points), INVERSE, dtype=np.uint64).cumprod()
    sums = np.concatenate([np.zeros(1, np.uint64), ((points + np.uint64(1)) * shrinking).cumsum()])
    growing = np.full(len(points), FACTOR, dtype=np.uint64).cumprod()
    first = np.flatnonzero(places == 0)[owners] + starts
    keys = (sums[first + lengths] - sums[first]) * growing[first + lengths - 1]
    return Runs(owners, stirred(keys + lengths.astype(np.uint64), salt * 16), starts, lengths)


def _laid_out(texts: Sequence[str]) -> tuple[Keys, Places, Places]:
    """All code points in a row with a gap after each text; whose each is and its place there."""
    import numpy as np

    whole = "".join(text.replace("\0", " ") + "\0" for text in texts)
    points = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    sizes = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    owners = np.repeat(np.arange(len(texts), dtype=np.int64), sizes)
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(texts) else sizes
    return points.astype(np.uint64), owners, np.arange(len(points)) - begins[owners]


def stirred(keys: Keys, salt: int) -> Keys:
    """Keys spread over all 64 bits, apart for each salt."""
    import numpy as np

    mixed = keys + np.uint64((salt * STIR) & 0xFFFFFFFFFFFFFFFF)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(STIR)
    return mixed ^ (mixed >> np.uint64(27))
