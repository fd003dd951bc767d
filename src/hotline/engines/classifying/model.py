"""A model that says which value a text is of, how sure it is, and by which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline.engines.classifying.judging import Judgement, judged
from hotline.engines.classifying.keeping import FILE, digest, packed, unpacked
from hotline.engines.classifying.lexicon import Lexicon
from hotline.engines.classifying.seeing import Sight
from hotline.engines.classifying.sampling import bounded
from hotline.engines.classifying.tree import TOP, Tree
from hotline.rules.guessing import Described, Example, Guess, Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

AT_ONCE = 500
MOST_GUESSES = 5
# So many examples of a family weigh as much as the words of its descriptions.
EXAMPLES_OF_WORDS = 10.0


@dataclass(frozen=True)
class Model:
    """Values as a tree, what was learned of each family in it, and the words of descriptions."""

    tree: Tree
    sight: Sight
    judgements: dict[int, Judgement]
    lexicon: Lexicon

    name = "hotline-words"
    leaves_the_building = False

    @classmethod
    def train(
        cls,
        examples: Sequence[Example],
        described: Sequence[Described] = (),
        *,
        seed: int = 0,
        fast: bool = False,
    ) -> Model:
        """Learn from examples; what they have too few of is filled by descriptions."""
        import numpy as np

        some = bounded(examples, seed)
        tree = Tree.of([*(e.value for e in examples), *(d.value for d in described)])
        sight = Sight.learned([example.text for example in some])
        rows = sight.rows([example.text for example in some])
        names = [example.group or f"\0{number}" for number, example in enumerate(some)]
        groups = np.unique(names, return_inverse=True)[1]
        judgements = {}
        for parent in tree.families():
            below = tree.below([example.value for example in some], parent)
            if below:
                at = np.array([number for number, _ in below])
                labels = np.array([child for _, child in below])
                judgements[parent] = judged(rows[at], labels, groups[at], seed)
        return cls(tree, sight, judgements, Lexicon.of(described))

    @classmethod
    def from_descriptions(cls, described: Sequence[Described]) -> Model:
        """A model without history: it goes by the words of the descriptions alone."""
        return cls.train((), described)

    @property
    def values(self) -> tuple[str, ...]:
        """All values it knows, those above before those below."""
        return self.tree.values

    @cached_property
    def version(self) -> str:
        """The digest of all that was learned."""
        return digest(self.to_bytes())

    def classify(
        self, texts: Sequence[Text], *, enough: float = 0.0, most: int = MOST_GUESSES
    ) -> list[list[Guess]]:
        """The likeliest values of each text, best first. Where no leaf is as sure as `enough`, the
        deepest value above the best one that is comes first."""
        found: list[list[Guess]] = []
        for start in range(0, len(texts), AT_ONCE):
            some = texts[start : start + AT_ONCE]
            shares = self.shares(some)
            found += [self._guesses(text, row, enough, most) for text, row in zip(some, shares)]
        return found

    def shares(self, texts: Sequence[Text]) -> Numbers:
        """How likely each value is for each text; the children of a value add up to its own."""
        import numpy as np
        from scipy.special import softmax

        rows = self.sight.rows(texts)
        spoken = self._spoken(texts)
        shares = np.ones((len(texts), len(self.tree.values)), dtype=np.float32)
        for parent, children in self.tree.families().items():
            own = spoken[:, children] / spoken[:, children].sum(axis=1, keepdims=True)
            judgement = self.judgements.get(parent)
            if judgement is not None:
                scores = (rows @ judgement.votes + judgement.begin) * judgement.scale
                weight = judgement.examples / (judgement.examples + EXAMPLES_OF_WORDS)
                if not self.lexicon.words:
                    weight = 1.0
                own *= 1 - weight
                places = [children.index(child) for child in judgement.children]
                own[:, places] += weight * softmax(scores, axis=1)
            above = 1.0 if parent == TOP else shares[:, [parent]]
            shares[:, children] = own * above
        return shares

    def _spoken(self, texts: Sequence[Text]) -> Numbers:
        """What the words of descriptions say of each value, with all below it."""
        import numpy as np

        leaves = self.tree.leaves()
        said = self.lexicon.shares(texts, self.tree.values)
        said[:, leaves] += 1 / max(1, len(leaves))
        for number in reversed(range(len(self.tree.values))):
            if self.tree.above[number] != TOP:
                said[:, self.tree.above[number]] += said[:, number]
        return said

    def _guesses(self, text: Text, shares: Any, enough: float, most: int) -> list[Guess]:
        import numpy as np

        leaves = np.array(self.tree.leaves(), dtype=np.int64)
        best = leaves[np.argsort(-shares[leaves], kind="stable")[:most]].tolist()
        if best and shares[best[0]] < enough:
            above = [n for n in self.tree.line(best[0])[1:] if shares[n] >= enough]
            best = above[:1] + best
        return [Guess(self.tree.values[n], min(1.0, float(shares[n]))) for n in best]

    def to_bytes(self) -> bytes:
        """All of it as one file."""
        return packed(self.tree, self.sight, self.judgements, self.lexicon)

    @classmethod
    def from_bytes(cls, content: bytes) -> Model:
        """A model as it was packed; ValueError where it is none."""
        return cls(*unpacked(content))

    def save(self, folder: Path) -> None:
        """Keep it in a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_bytes(self.to_bytes())

    @classmethod
    def load(cls, folder: Path) -> Model:
        """The model of a folder; ValueError where there is none."""
        try:
            return cls.from_bytes((folder / FILE).read_bytes())
        except OSError as error:
            raise ValueError(f"{folder} 中没有模型文件 {FILE}") from error
