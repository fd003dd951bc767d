"""How the children of one value are told apart, and how sure the judge may call itself.

Two witnesses are heard: the runs of characters, and (where the encoder is there and time allows)
what the sentence means. How far each is believed is learned on texts that neither had seen, groups
of near-identical texts kept together: two factors and a beginning for each child, so that the
shares come out as truthful as they are sharp.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline.engines.classifying.solving import votes_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]
    Places = NDArray[np.int64]

FOLDS = 4
FEWEST = 30
# How scores of a ridge are sharpened where there are too few examples to learn it from.
USUAL = (4.0, 2.0)
RIDGE_OF_MEANING = 0.5
# Beginnings of children stay near zero unless examples speak against it.
CALM = 0.02


@dataclass(frozen=True, slots=True)
class Cases:
    """The examples of one family: rows of runs, rows of meaning (or none), each one's child, group
    and worth; only those that people settled on (`real`) are asked when sureness is learned."""

    rows: Any
    meaning: Numbers | None
    labels: Places
    groups: Places
    worth: Numbers
    real: NDArray[np.bool_]

    def some(self, at: Places) -> Cases:
        """A part of them."""
        meaning = None if self.meaning is None else self.meaning[at]
        return Cases(
            self.rows[at], meaning, self.labels[at], self.groups[at], self.worth[at], self.real[at]
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was learned of one family: votes of runs and of meaning, a column for each of
    `children`, and what each begins with; `examples` is how many it was learned from."""

    children: tuple[int, ...]
    votes: Any
    meant: Numbers
    begin: Numbers
    examples: int

    def said_for(self, child: int, columns: Places) -> Numbers:
        """What each of these runs says for a child, against the mean of the others."""
        import numpy as np

        votes = self.votes[columns].toarray()
        own = votes[:, self.children.index(child)]
        others = (votes.sum(axis=1) - own) / max(1, len(self.children) - 1)
        return np.asarray(own - others, dtype=np.float32)


def judged(cases: Cases, seed: int) -> Judgement:
    """Learn one family."""
    import numpy as np

    children = np.unique(cases.labels)
    placed = Cases(
        cases.rows,
        cases.meaning,
        np.searchsorted(children, cases.labels),
        cases.groups,
        cases.worth,
        cases.real,
    )
    witnesses = _heard(placed, len(children))
    believed = _believed(placed, len(children), seed)
    votes, meant, begin = _joined(witnesses, believed)
    named = tuple(int(child) for child in children)
    return Judgement(named, votes, meant, begin, int(cases.real.sum()))


def _heard(cases: Cases, many: int) -> list[tuple[Any, Numbers]]:
    """Each witness's votes and beginnings."""
    heard = [votes_of(cases.rows, cases.labels, many, cases.worth)]
    if cases.meaning is not None:
        ridge = RIDGE_OF_MEANING
        heard.append(votes_of(cases.meaning, cases.labels, many, cases.worth, ridge))
    return heard


def _joined(
    witnesses: list[tuple[Any, Numbers]], believed: Numbers
) -> tuple[Any, Numbers, Numbers]:
    """The witnesses as one, each as far as it is believed."""
    import numpy as np
    from scipy.sparse import csr_matrix

    factors, begin = believed[: len(witnesses)], believed[len(witnesses) :].copy()
    for factor, (_, own) in zip(factors, witnesses, strict=True):
        begin += factor * own
    votes = (witnesses[0][0] * factors[0]).astype(np.float32)
    meant = np.zeros((0, votes.shape[1]), dtype=np.float32)
    if len(witnesses) > 1:
        meant = (witnesses[1][0] * factors[1]).astype(np.float32)
    return csr_matrix(votes), meant, begin.astype(np.float32)


def _believed(cases: Cases, many: int, seed: int) -> Numbers:
    """A factor for each witness and a beginning for each child, learned on texts not seen."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import log_softmax, softmax

    witnesses = 1 if cases.meaning is None else 2
    start = np.concatenate([USUAL[:witnesses], np.zeros(many)])
    asked = np.flatnonzero(cases.real)
    if many == 1 or len(asked) < FEWEST or len(np.unique(cases.groups[asked])) < 2 * FOLDS:
        return start.astype(np.float32)
    said = _said_unseen(cases, many, witnesses, seed)[:, asked]
    truth = np.eye(many)[cases.labels[asked]]

    def wrong(believed: Any) -> tuple[float, Any]:
        scores = np.tensordot(believed[:witnesses], said, axes=1) + believed[witnesses:]
        loss = -(truth * log_softmax(scores, axis=1)).sum() / len(asked)
        off = (softmax(scores, axis=1) - truth) / len(asked)
        calm = CALM * believed[witnesses:]
        slope = [*((said * off).sum(axis=(1, 2))), *(off.sum(axis=0) + calm)]
        return loss + (calm * believed[witnesses:]).sum() / 2, np.array(slope)

    bounds = [(0.5, 40.0)] + [(0.0, 40.0)] * (witnesses - 1) + [(None, None)] * many
    found = minimize(wrong, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float32)


def _said_unseen(cases: Cases, many: int, witnesses: int, seed: int) -> Any:
    """What each witness says of each text when it has not learned from its group."""
    import numpy as np
    from sklearn.model_selection import GroupKFold

    said = np.zeros((witnesses, len(cases.labels), many))
    split = GroupKFold(FOLDS, shuffle=True, random_state=seed).split(
        cases.labels, groups=cases.groups
    )
    for known, asked in split:
        witness = _heard(cases.some(known), many)
        seen = [cases.rows[asked]] + ([] if cases.meaning is None else [cases.meaning[asked]])
        for number, ((votes, begin), rows) in enumerate(zip(witness, seen, strict=True)):
            said[number, asked] = rows @ votes + begin
    return said
