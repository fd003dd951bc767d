"""Which of many texts are copies of each other, but for a number, a name or a mark here and there.

Of each text the runs of characters are hashed in several ways; texts that share the smallest hashes
of one band share nine tenths of their runs, more or less (min-wise hashing, Broder 1997).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

name = "near_identical"
version = "1"
leaves_the_building = False

LEFT_OUT = re.compile(r"[\W\d_]+")
RUN, BANDS, IN_BAND = 4, 4, 5
PRIME = (1 << 31) - 1
LONGEST = 2000


def groups_of(texts: Sequence[str]) -> list[int]:
    """For each text the number of its group; copies have the same."""
    import numpy as np  # noqa: PLC0415 - slow to import

    rng = np.random.default_rng(7)
    factors = rng.integers(1, PRIME, BANDS * IN_BAND, dtype=np.int64)
    shifts = rng.integers(0, PRIME, BANDS * IN_BAND, dtype=np.int64)
    parent = list(range(len(texts)))
    seen: dict[tuple[int, bytes], int] = {}
    for place, text in enumerate(texts):
        runs = _runs(text)
        smallest = ((np.outer(factors, runs) + shifts[:, None]) % PRIME).min(axis=1)
        for band in range(BANDS):
            key = (band, smallest[band * IN_BAND : (band + 1) * IN_BAND].tobytes())
            first = seen.setdefault(key, place)
            parent[_root(parent, place)] = _root(parent, first)
    return [_root(parent, place) for place in range(len(texts))]


def _runs(text: str) -> Any:
    """The runs of characters as small numbers; at least one."""
    import numpy as np  # noqa: PLC0415

    codes = np.frombuffer(LEFT_OUT.sub("", text)[:LONGEST].encode("utf-32-le"), dtype=np.uint32)
    codes = codes.astype(np.int64)
    if len(codes) < RUN:
        return np.array([int(codes.sum()) % (1 << 20)], dtype=np.int64)
    mixed = codes[: len(codes) - RUN + 1].copy()
    for step in range(1, RUN):
        mixed = (mixed * 1_000_003 + codes[step : len(codes) - RUN + 1 + step]) % (1 << 31)
    return np.unique(mixed % (1 << 30))


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place
