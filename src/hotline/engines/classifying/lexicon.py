"""What the words of a description tell before there is any history: which of them stand in a text.

A longer word tells more than a short one, a word that many values share less than one's own, and a
word in the title more than one in the story.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from hotline.engines.classifying.spelling import folded
from hotline.rules.guessing import Described, Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOO_GENERAL = {"其他", "其它", "其他问题", "管理", "问题", "情况", "服务", "工作", "建设", "一般"}
SHORTEST, LONGEST = 2, 20
OF_TITLE = 1.5


@dataclass(frozen=True)
class Lexicon:
    """Each word with the values that it speaks for."""

    words: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, described: Sequence[Described]) -> Lexicon:
        """The words of these descriptions without those that say nothing."""
        words: dict[str, dict[str, None]] = {}
        for one in described:
            for word in map(folded, one.words):
                if SHORTEST <= len(word) <= LONGEST and word not in TOO_GENERAL:
                    words.setdefault(word, {})[one.value] = None
        return cls({word: tuple(values) for word, values in words.items()})

    @cached_property
    def _by_beginning(self) -> dict[str, list[str]]:
        """The words by their first two characters, the longest first."""
        found: dict[str, list[str]] = {}
        for word in sorted(self.words, key=lambda word: (-len(word), word)):
            found.setdefault(word[:SHORTEST], []).append(word)
        return found

    def hits(self, text: str) -> Iterator[tuple[str, int]]:
        """The words that stand in a text, each with its first place; what a longer one covers is
        passed over."""
        read, told, end = folded(text), set(), 0
        for start in range(len(read) - 1):
            if start < end:
                continue
            for word in self._by_beginning.get(read[start : start + SHORTEST], ()):
                if read.startswith(word, start):
                    end = start + len(word)
                    if word not in told:
                        told.add(word)
                        yield word, start
                    break

    def weights(self, text: Text) -> dict[str, list[tuple[str, float, int]]]:
        """For each value that a word speaks for: the words, how much each says, where it is."""
        found: dict[str, list[tuple[str, float, int]]] = {}
        titled = {word for word, _ in self.hits(text.title)}
        for word, start in self.hits(text.whole):
            values = self.words[word]
            weight = (len(word) / 2) * (OF_TITLE if word in titled else 1) / len(values)
            for value in values:
                found.setdefault(value, []).append((word, weight, start))
        return found

    def shares(self, texts: Sequence[Text], values: Sequence[str]) -> NDArray[np.float32]:
        """How much the words of each text speak for each value; a row for each text."""
        import numpy as np

        place = {value: number for number, value in enumerate(values)}
        said = np.zeros((len(texts), len(values)), dtype=np.float32)
        for row, text in enumerate(texts if self.words else ()):
            for value, spoken in self.weights(text).items():
                if value in place:
                    said[row, place[value]] = sum(weight for _, weight, _ in spoken)
        return said
