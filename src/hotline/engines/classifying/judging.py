"""How the children of one value are told apart, and how sure the judge may call itself.

Three witnesses are heard: the runs of characters, the words, and with which values each word is
usually met; where it must be fast the characters alone. How far each is believed is learned on
texts that none had seen, groups of near-identical texts kept together: a factor for each, a
beginning for each child, and the share of labels that nothing in the text explains, so that the
shares come out truthful. All of them are votes of columns, so that one table of votes holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hotline.engines.classifying.seeing import FEWEST_TEXTS, TITLE, WORDS, Sight
from hotline.engines.classifying.solving import leanings_of, votes_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]
    Places = NDArray[np.int64]

FOLDS = 4
FEWEST = 30
# How scores of a ridge are sharpened where there are too few examples to learn it from.
USUAL = (4.0, 2.0, 1.0)
# The share of labels that are held to be given by chance, before it is learned, and at most.
USUAL_DOUBT, MOST_DOUBT = 0.02, 0.3
# Votes of one family: all of a handful of values, and a bound for the memory of many.
MOST_VOTES = 6_000_000
# Beginnings of children stay near zero unless examples speak against it.
CALM = 0.02


@dataclass(frozen=True, slots=True)
class Witness:
    """Who sees some of the columns only, and how it learns what they say."""

    columns: slice
    learn: Callable[[Any, Places, int, Numbers], tuple[Any, Numbers]]


def witnesses_of(sight: Sight) -> tuple[Witness, ...]:
    """Those who are heard: the characters, and where words were looked at two for the words."""
    title, words = sight.columns(TITLE), sight.columns(WORDS)
    characters = Witness(slice(0, title.stop), votes_of)
    if words.start == words.stop:
        return (characters,)
    by_words = Witness(slice(title.start, words.stop), votes_of)
    return characters, by_words, Witness(words, leanings_of)


@dataclass(frozen=True, slots=True)
class Cases:
    """The examples of one family: rows of runs and who is heard on them, each one's child, group
    and worth; only those that people settled on (`real`) are asked when sureness is learned."""

    rows: Any
    witnesses: Sequence[Witness]
    labels: Places
    groups: Places
    worth: Numbers
    real: NDArray[np.bool_]

    def some(self, at: Places) -> Cases:
        """A part of them."""
        return replace(
            self,
            rows=self.rows[at],
            labels=self.labels[at],
            groups=self.groups[at],
            worth=self.worth[at],
            real=self.real[at],
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was learned of one family: the votes of runs and words, a column for each of `children`,
    what each begins with, the share of `doubt` that is left whatever the text says, and how many
    `examples` it was learned from."""

    children: tuple[int, ...]
    votes: Any
    begin: Numbers
    doubt: float
    examples: int

    def said_for(self, child: int, columns: Places) -> Numbers:
        """What each of these runs says for a child, against the mean of the others."""
        import numpy as np

        votes = self.votes[columns].toarray()
        own = votes[:, self.children.index(child)]
        others = (votes.sum(axis=1) - own) / max(1, len(self.children) - 1)
        return np.asarray(own - others, dtype=np.float32)


def judged(cases: Cases, seed: int, most: int = MOST_VOTES) -> Judgement:
    """Learn one family; at most so many votes are kept, those that say most."""
    import numpy as np

    children = np.unique(cases.labels)
    placed = replace(cases, labels=np.searchsorted(children, cases.labels))
    believed = _believed(placed, len(children), seed)
    votes, begin = _joined(placed, len(children), believed, most)
    named = tuple(int(child) for child in children)
    doubt = round(float(believed[-1]), 4)
    return Judgement(named, votes, begin, doubt, int(cases.real.sum()))


def _heard(cases: Cases, many: int) -> list[tuple[Any, Numbers]]:
    """Each witness's votes and beginnings."""
    return [
        witness.learn(cases.rows[:, witness.columns], cases.labels, many, cases.worth)
        for witness in cases.witnesses
    ]


def _joined(cases: Cases, many: int, believed: Numbers, most: int) -> tuple[Any, Numbers]:
    """The witnesses as one, each as far as it is believed."""
    import numpy as np
    from scipy.sparse import csr_matrix

    votes = np.zeros((cases.rows.shape[1], many), dtype=np.float32)
    begin = believed[len(cases.witnesses) : -1].copy()
    heard = zip(cases.witnesses, believed, _heard(cases, many), strict=False)
    for witness, factor, (own, beginning) in heard:
        votes[witness.columns] += factor * own
        begin += factor * beginning
    return csr_matrix(_telling(votes, most)), begin.astype(np.float32)


def _telling(votes: Numbers, most: int) -> Numbers:
    """The votes without those that say least, where there are more than so many."""
    import numpy as np

    if np.count_nonzero(votes) > most:
        size = np.abs(votes)
        votes[size < np.partition(size.ravel(), -most)[-most]] = 0
    return votes


def _believed(cases: Cases, many: int, seed: int) -> Numbers:
    """A factor for each witness, a beginning for each child and the doubt, on texts not seen."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import softmax

    witnesses = len(cases.witnesses)
    start = np.concatenate([USUAL[:witnesses], np.zeros(many), [USUAL_DOUBT]])
    asked = np.flatnonzero(cases.real)
    if many == 1 or len(asked) < FEWEST or len(np.unique(cases.groups[asked])) < 2 * FOLDS:
        return start.astype(np.float32)
    said = _said_unseen(cases, many, seed)[:, asked]
    truth = np.eye(many)[cases.labels[asked]]

    def wrong(believed: Any) -> tuple[float, Any]:
        doubt, begin = believed[-1], believed[witnesses:-1]
        shares = softmax(np.tensordot(believed[:witnesses], said, axes=1) + begin, axis=1)
        own = (truth * shares).sum(axis=1)
        told = (1 - doubt) * own + doubt / many
        off = (shares - truth) * ((1 - doubt) * own / told / len(asked))[:, None]
        calm = CALM * begin
        of_doubt = -((1 / many - own) / told).mean()
        slope = [*((said * off).sum(axis=(1, 2))), *(off.sum(axis=0) + calm), of_doubt]
        return -np.log(told).mean() + (calm * begin).sum() / 2, np.array(slope)

    most = (0.001, MOST_DOUBT)
    bounds = [(0.5, 40.0)] + [(0.0, 40.0)] * (witnesses - 1) + [(None, None)] * many + [most]
    found = minimize(wrong, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float32)


def _said_unseen(cases: Cases, many: int, seed: int) -> Any:
    """What each witness says of each text when it has not learned from its group."""
    import numpy as np
    from sklearn.model_selection import GroupKFold

    said = np.zeros((len(cases.witnesses), len(cases.labels), many))
    split = GroupKFold(FOLDS, shuffle=True, random_state=seed).split(
        cases.labels, groups=cases.groups
    )
    for known, asked in split:
        heard = _heard(cases.some(known), many)
        for number, (votes, begin) in enumerate(heard):
            own = cases.rows[:, cases.witnesses[number].columns]
            said[number, asked] = _as_if_new(own[asked], own[known]) @ votes + begin
    return said


def _as_if_new(asked: Any, known: Any) -> Any:
    """Rows as they would be of texts that were not there when the runs were chosen: without those
    that fewer than two of the known texts have, and as long as before."""
    import numpy as np
    from scipy.sparse import diags

    often = np.bincount(known.indices, minlength=known.shape[1]) >= FEWEST_TEXTS
    thinned = asked @ diags(often.astype(np.float32))
    before = np.asarray(asked.multiply(asked).sum(axis=1)).ravel()
    after = np.asarray(thinned.multiply(thinned).sum(axis=1)).ravel()
    return diags(np.sqrt(before / np.maximum(after, 1e-6)).astype(np.float32)) @ thinned
