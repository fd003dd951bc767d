"""Votes from examples: ridge regression in which every value counts alike, however rare it is, and
beside it a plain count of which value each column is met with.

The dual (as many unknowns as examples) is solved for all values at once by conjugate gradients, so
that a million runs cost no more than passing over the rows some dozens of times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]
    Places = NDArray[np.int64]

RIDGE = 0.4
MOST_ROUNDS = 60
NEAR_ENOUGH = 2e-3
HEAVIEST = 8.0
# What counts as met for a value that a column was never met with; and what makes a leaning about as
# large as a vote.
NEVER_MET, STRONG = 0.2, 10.0


def votes_of(
    rows: Any, place: Places, many: int, worth: Numbers, ridge: float = RIDGE
) -> tuple[Any, Numbers]:
    """What each column says for each of so many values (columns × values), and what each begins
    with; `place` tells the value of each row, `worth` how much the row counts."""
    import numpy as np

    wanted = np.eye(many, dtype=np.float32)[place]
    weight = worth * _evened(place, many, worth)
    begin = (wanted * weight[:, None]).sum(axis=0) / weight.sum()
    across = rows.T.tocsr() if hasattr(rows, "tocsr") else np.ascontiguousarray(rows.T)
    shares = _solved(rows, across, (wanted - begin).astype(np.float32), ridge / weight)
    return across @ shares, begin.astype(np.float32)


def leanings_of(rows: Any, place: Places, many: int, worth: Numbers) -> tuple[Any, Numbers]:
    """How much oftener each column is met with each value than with the others, by what `votes_of`
    gives: counts alone, which go less astray over a label that is wrong."""
    import numpy as np

    there = rows.copy()
    there.data = np.ones_like(there.data)
    met = there.T @ (np.eye(many, dtype=np.float32)[place] * worth[:, None]) + NEVER_MET
    others = met.sum(axis=1, keepdims=True) - met + NEVER_MET
    leaning = np.log(met / met.sum(axis=0)) - np.log(others / others.sum(axis=0))
    return (leaning / STRONG).astype(np.float32), np.zeros(many, dtype=np.float32)


def _evened(place: Places, many: int, worth: Numbers) -> Numbers:
    """What makes each value count as much as any other, within reason."""
    import numpy as np

    each = np.bincount(place, weights=worth, minlength=many)
    factor = len(place) / (many * np.maximum(each, 1e-6))
    return np.minimum(factor, HEAVIEST)[place].astype(np.float32)


def _solved(rows: Any, across: Any, wanted: Numbers, ridge: Numbers) -> Numbers:
    """Shares S with (rows · acrossᵀ + ridge) S = wanted, nearly."""
    import numpy as np

    ridge = ridge[:, None].astype(np.float32)
    known = 1 / (ridge + 1.5)
    shares = np.zeros_like(wanted)
    rest = wanted.copy()
    way = known * rest
    step = way
    length = (rest * step).sum(axis=0)
    near = NEAR_ENOUGH * np.sqrt((wanted * wanted).sum(axis=0))
    for _ in range(MOST_ROUNDS):
        moved = rows @ (across @ way) + ridge * way
        far = length / np.maximum((way * moved).sum(axis=0), 1e-12)
        shares += far * way
        rest -= far * moved
        if (np.sqrt((rest * rest).sum(axis=0)) <= near).all():
            break
        step = known * rest
        longer = (rest * step).sum(axis=0)
        way = step + (longer / np.maximum(length, 1e-12)) * way
        length = longer
    return shares
