"""What a model sees of a text: which runs of characters its title and its whole have, which words.

Title, whole and words are views of their own, each a row of length one (its weight beside the
others): a title counts as much as a long story. Within a row a run or word counts by the logarithm
of how often it stands there, times how rare it is among all texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline.engines.classifying.spelling import Runs, folded, runs_of, words_of
from hotline.rules.guessing import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Numbers = NDArray[np.float32]

AT_ONCE = 500
FEWEST_TEXTS = 2
MOST_RUNS = 400_000


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at a text: `part` of it, runs of which lengths (words where there are none),
    with what weight."""

    part: str
    lengths: tuple[int, ...]
    weight: float


WHOLE, TITLE, WORDS = 0, 1, 2
VIEWS = (View("whole", (1, 2, 3), 1.0), View("title", (1, 2, 3), 0.7), View("whole", (), 1.0))


@dataclass(frozen=True, slots=True)
class Sight:
    """The runs that a model knows, by key in order, with the rarity of each, for every view."""

    keys: tuple[Keys, ...]
    rarity: tuple[Numbers, ...]

    @property
    def width(self) -> int:
        """How many runs are known in all views together."""
        return sum(len(keys) for keys in self.keys)

    def columns(self, number: int) -> slice:
        """Where the columns of one view lie among all."""
        begin = sum(len(keys) for keys in self.keys[:number])
        return slice(begin, begin + len(self.keys[number]))

    @classmethod
    def learned(cls, texts: Sequence[Text], *, fast: bool = False) -> Sight:
        """The runs that at least two of these texts have, and how rare each is; `fast` leaves the
        words aside."""
        import numpy as np

        kept = [
            _counted(() if fast and number == WORDS else texts, number)
            for number in range(len(VIEWS))
        ]
        rarity = (1 + np.log((1 + len(texts)) / (1 + count)) for _, count in kept)
        return cls(tuple(keys for keys, _ in kept), tuple(r.astype(np.float32) for r in rarity))

    def rows(self, texts: Sequence[Text]) -> Any:
        """A sparse matrix: a row for each text, a column for each known run."""
        from scipy.sparse import csr_matrix, vstack

        parts = [self._some_rows(some) for some in _in_portions(texts)]
        return vstack(parts, format="csr") if parts else csr_matrix((0, self.width))

    def _some_rows(self, texts: Sequence[Text]) -> Any:
        from scipy.sparse import hstack

        return hstack([self._view(texts, n) for n in range(len(VIEWS))], format="csr")

    def _view(self, texts: Sequence[Text], number: int) -> Any:
        """The rows of one view, each of the view's weight as its length."""
        import numpy as np
        from scipy.sparse import coo_matrix, csr_matrix

        if not len(self.keys[number]):
            return csr_matrix((len(texts), 0), dtype=np.float32)
        runs = runs_in(texts, number)
        column = self.found(runs.key, number)
        known = column >= 0
        shape = (len(texts), len(self.keys[number]))
        ones = np.ones(int(known.sum()), dtype=np.float32)
        rows = coo_matrix((ones, (runs.owner[known], column[known])), shape=shape).tocsr()
        rows.data = ((1 + np.log(rows.data)) * self.rarity[number][rows.indices]).astype(np.float32)
        length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        scale = VIEWS[number].weight / np.where(length > 0, length, 1)
        rows.data *= np.repeat(scale, np.diff(rows.indptr)).astype(np.float32)
        return rows

    def found(self, keys: Keys, number: int) -> NDArray[np.int64]:
        """Where the view keeps each key; -1 for what it does not know."""
        import numpy as np

        known = self.keys[number]
        if not len(known):
            return np.full(len(keys), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return np.where(known[at] == keys, at, -1)


def runs_in(texts: Sequence[Text], number: int) -> Runs:
    """The runs that one view sees in these texts."""
    view = VIEWS[number]
    parts = [text.title if view.part == "title" else text.whole for text in texts]
    read = [folded(part) for part in parts]
    return runs_of(read, view.lengths, number) if view.lengths else words_of(read, number)


def _counted(texts: Sequence[Text], number: int) -> tuple[Keys, NDArray[np.int64]]:
    """In how many texts each run stands: the runs of enough texts, at most so many."""
    import numpy as np

    keys, counts = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    for some in _in_portions(texts):
        runs = runs_in(some, number)
        once = np.unique(np.stack([runs.key, runs.owner.astype(np.uint64)]), axis=1)[0]
        more, times = np.unique(once, return_counts=True)
        keys, counts = _added(keys, counts, more, times)
    enough = counts >= FEWEST_TEXTS
    keys, counts = keys[enough], counts[enough]
    if len(keys) > MOST_RUNS:
        most = np.sort(np.argsort(-counts, kind="stable")[:MOST_RUNS])
        keys, counts = keys[most], counts[most]
    return keys, counts


def _added(
    keys: Keys, counts: NDArray[np.int64], more: Keys, times: NDArray[np.int64]
) -> tuple[Keys, NDArray[np.int64]]:
    """Two tables of counts as one."""
    import numpy as np

    merged, where = np.unique(np.concatenate([keys, more]), return_inverse=True)
    total = np.zeros(len(merged), dtype=np.int64)
    np.add.at(total, where, np.concatenate([counts, times]))
    return merged, total


def _in_portions(texts: Sequence[Text]) -> Iterator[Sequence[Text]]:
    """So many at once that memory stays small."""
    for start in range(0, len(texts), AT_ONCE):
        yield texts[start : start + AT_ONCE]
