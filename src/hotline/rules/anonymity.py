"""k-anonymity: facts of single cases are told only as exactly as at least `k` cases share them.

Each case is told at the finest of some levels at which at least `k` cases look the same (Sweeney
2002). What cannot be told even at the coarsest is left out, and how many were is said. A case that
is told less exactly is counted with its like only, so that no group is smaller for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

K = 5
Row = TypeVar("Row")
# What a level leaves of a row: the row told less exactly.
Level = Callable[[Row], Row]
Look = Callable[[Row], Hashable]


def told_safely(
    rows: Iterable[Row], levels: Sequence[Level[Row]], look: Look[Row], k: int = K
) -> tuple[list[Row], int]:
    """The rows as exactly as they may be told, and how many may not be told at all.

    `look` is what an outsider could know of a row: rows that look the same make one group.
    """
    left = list(rows)
    told: list[Row] = []
    for level in levels:
        groups: defaultdict[Hashable, list[tuple[Row, Row]]] = defaultdict(list)
        for row in left:
            coarser = level(row)
            groups[look(coarser)].append((row, coarser))
        left = []
        for group in groups.values():
            if len(group) >= k:
                told.extend(coarser for _, coarser in group)
            else:
                left.extend(row for row, _ in group)
    return told, len(left)
