"""A model that says which value a text is of, how sure it is, and by which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from hotline.engines.classifying.judging import Judgement
from hotline.engines.classifying.keeping import FILE, Parts, digest, packed, unpacked
from hotline.engines.classifying.learning import learned
from hotline.engines.classifying.lexicon import Lexicon
from hotline.engines.classifying.seeing import Sight
from hotline.engines.classifying.telling import reasons
from hotline.engines.classifying.tree import TOP, Tree
from hotline.rules.guessing import Described, Example, Guess, Reason, Text

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
    judgements: Mapping[int, Judgement]
    lexicon: Lexicon

    name: ClassVar[str] = "classifying"
    leaves_the_building: ClassVar[bool] = False

    @classmethod
    def train(
        cls,
        examples: Sequence[Example],
        described: Sequence[Described] = (),
        *,
        seed: int = 0,
        fast: bool = False,
    ) -> Model:
        """Learn from examples; what has too few of them is helped by its description. `fast` goes
        by the characters alone, without words."""
        tree = Tree.of([*(e.value for e in examples), *(d.value for d in described)])
        sight, judgements = learned(tree, examples, described, seed=seed, fast=fast)
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
        return digest(self._parts)

    def classify(
        self, texts: Sequence[Text], *, enough: float = 0.0, most: int = MOST_GUESSES
    ) -> list[list[Guess]]:
        """The likeliest values of each text, best first, the first with its reasons. Where no leaf
        is as sure as `enough`, the deepest value above the best one that is comes first."""
        found: list[list[Guess]] = []
        for start in range(0, len(texts), AT_ONCE):
            some = texts[start : start + AT_ONCE]
            found += [
                self._guesses(text, row, enough, most)
                for text, row in zip(some, self.shares(some), strict=True)
            ]
        return found

    def shares(self, texts: Sequence[Text]) -> Numbers:
        """How likely each value is for each text; the children of a value add up to its own."""
        import numpy as np
        from scipy.special import softmax

        rows = self.sight.rows(texts)
        spoken = self._spoken(texts)
        shares = np.zeros((len(texts), len(self.tree.values)), dtype=np.float32)
        for parent, children in self.tree.families().items():
            own = spoken[:, children] / spoken[:, children].sum(axis=1, keepdims=True)
            judgement = self.judgements.get(parent)
            if judgement is not None:
                scores = (rows @ judgement.votes).toarray() + judgement.begin
                weight = self._weight(judgement)
                own *= 1 - weight
                places = [children.index(child) for child in judgement.children]
                told = softmax(scores, axis=1) * (1 - judgement.doubt)
                own[:, places] += weight * (told + judgement.doubt / len(places))
            shares[:, children] = own * (1.0 if parent == TOP else shares[:, [parent]])
        return shares

    def _weight(self, judgement: Judgement) -> float:
        """How much a family goes by its examples; the rest by the words of descriptions."""
        if not self.lexicon.words:
            return 1.0
        return judgement.examples / (judgement.examples + EXAMPLES_OF_WORDS)

    def _spoken(self, texts: Sequence[Text]) -> Numbers:
        """What the words of descriptions say of each value, with all below it."""
        leaves = self.tree.leaves()
        said = self.lexicon.shares(texts, self.tree.values)
        said[:, leaves] += 1 / max(1, len(leaves))
        for number in reversed(range(len(self.tree.values))):
            if self.tree.above[number] != TOP:
                said[:, self.tree.above[number]] += said[:, number]
        return said

    def _guesses(self, text: Text, shares: Any, enough: float, most: int) -> list[Guess]:
        """The best values with their shares; only the first is worth the work of giving reasons."""
        import numpy as np

        leaves = np.array(self.tree.leaves(), dtype=np.int64)
        best = leaves[np.argsort(-shares[leaves], kind="stable")[:most]].tolist()
        if best and shares[best[0]] < enough:
            above = [number for number in self.tree.line(best[0])[1:] if shares[number] >= enough]
            best = [*above[:1], *best]
        sure = [min(1.0, float(shares[number])) for number in best]
        why = [
            self.why(text, self.values[number]) if place == 0 else ()
            for place, number in enumerate(best)
        ]
        return [Guess(self.values[n], s, w) for n, s, w in zip(best, sure, why, strict=True)]

    def why(self, text: Text, value: str) -> tuple[Reason, ...]:
        """The words of a text that speak for a value, on its way down the tree."""
        line = self.tree.line(self.values.index(value))
        judges = [
            (child, judgement)
            for child in line
            if (judgement := self.judgements.get(self.tree.above[child])) is not None
            and child in judgement.children
            and len(judgement.children) > 1
        ]
        if judges:
            return reasons(
                self.sight, text, lambda runs: sum(j.said_for(child, runs) for child, j in judges)
            )
        return self._described(text, {self.values[number] for number in line})

    def _described(self, text: Text, values: set[str]) -> tuple[Reason, ...]:
        """The words of descriptions that are met in the text."""
        met = self.lexicon.weights(text)
        said = {
            word: (weight, start)
            for value in sorted(values)
            for word, weight, start in met.get(value, ())
        }
        total = sum(weight for weight, _ in said.values())
        best = sorted(said.items(), key=lambda item: (-item[1][0], item[1][1]))[:MOST_GUESSES]
        return tuple(Reason(word, round(w / total, 3), start) for word, (w, start) in best)

    def to_bytes(self) -> bytes:
        """All of it as one file."""
        return packed(self._parts)

    @property
    def _parts(self) -> Parts:
        """All of it, as it is kept."""
        return Parts(self.tree, self.sight, self.judgements, self.lexicon)

    @classmethod
    def from_bytes(cls, content: bytes) -> Model:
        """A model as it was packed; ValueError where it is none."""
        parts = unpacked(content)
        return cls(parts.tree, parts.sight, parts.judgements, parts.lexicon)

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
