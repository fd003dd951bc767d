"""How the children of one value are told apart: a vote of each run for each child, from examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]
    Places = NDArray[np.int64]

FOLDS = 3
STRENGTH = 0.6
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was learned of one family: `votes` a column for each of `children` that had examples,
    what each begins with, and how sharply scores are to be taken (`scale`)."""

    children: tuple[int, ...]
    votes: Numbers
    begin: Numbers
    scale: float
    examples: int


def judged(rows: Any, labels: Places, groups: Places, seed: int) -> Judgement:
    """Learn one family: rows of features, which child each belongs to, which belong together."""
    import numpy as np

    children = np.unique(labels)
    place = np.searchsorted(children, labels)
    votes, begin = _fitted(rows, place, len(children), seed)
    scale = _scale(rows, place, len(children), groups, seed)
    return Judgement(tuple(int(c) for c in children), votes, begin, scale, len(labels))


def _fitted(rows: Any, place: Places, many: int, seed: int) -> tuple[Numbers, Numbers]:
    """Votes and beginnings of a linear judge."""
    import numpy as np
    from sklearn.svm import LinearSVC

    if many == 1:
        return np.zeros((rows.shape[1], 1), np.float32), np.zeros(1, np.float32)
    judge = LinearSVC(C=STRENGTH, random_state=seed).fit(rows, place)
    votes, begin = judge.coef_.T, judge.intercept_
    if many == 2:
        votes, begin = np.hstack([-votes, votes]), np.array([-begin[0], begin[0]])
    return votes.astype(np.float32), begin.astype(np.float32)


def _scale(rows: Any, place: Places, many: int, groups: Places, seed: int) -> float:
    """The sharpness at which the scores on texts not learned from are most truthful."""
    import numpy as np
    from scipy.optimize import minimize_scalar
    from scipy.special import log_softmax
    from sklearn.model_selection import GroupKFold

    if many == 1 or len(np.unique(groups)) < FOLDS * FEWEST:
        return 1.0
    said = np.full((len(place), many), -2.0, dtype=np.float32)
    for known, asked in GroupKFold(FOLDS, shuffle=True, random_state=seed).split(
        rows, place, groups
    ):
        there = np.unique(place[known])
        votes, begin = _fitted(rows[known], np.searchsorted(there, place[known]), len(there), seed)
        said[np.ix_(asked, there)] = rows[asked] @ votes + begin

    def wrong(logarithm: float) -> float:
        shares = log_softmax(said * np.exp(logarithm), axis=1)
        return float(-shares[np.arange(len(place)), place].mean())

    return float(np.exp(minimize_scalar(wrong, bounds=(-2.0, 3.0), method="bounded").x))
