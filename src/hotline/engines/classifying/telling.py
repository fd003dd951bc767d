"""Why a text was held to be of a value: the words in it that spoke for that value and no other.

What each run of characters says is spread over its characters, gathered into the words that they
form, and neighbours that both spoke are told as one, with their place in `Text.whole`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hotline.engines.classifying.seeing import VIEWS, Sight, runs_in
from hotline.rules.guessing import Reason, Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Said = NDArray[np.float64]

MOST_REASONS = 5
# A word that says less than this share of the strongest is not worth telling.
LEAST_SHARE = 0.15
LONGEST_TOLD = 12


def reasons(sight: Sight, text: Text, said_for: Callable[[Any], Any]) -> tuple[Reason, ...]:
    """The words that spoke, the strongest first; `said_for` tells what known runs say for the
    value."""
    import rjieba

    whole = text.whole
    said = _by_character(sight, text, said_for, len(whole))
    words: list[tuple[int, int, float]] = []
    for word, start, end in rjieba.tokenize(whole):
        if any(character.isalnum() for character in word):
            words.append((start, end, float(said[start:end].sum())))
    strong = [weight for start, end, weight in words if end - start > 1]
    least = LEAST_SHARE * max(strong, default=0.0)
    if least <= 0:
        return ()
    return _told(whole, [word for word in words if word[2] >= least])


def _by_character(sight: Sight, text: Text, said_for: Callable[[Any], Any], size: int) -> Said:
    """How much each character of the whole speaks for the value; a title begins the whole."""
    import numpy as np

    said = np.zeros(size + 1)
    offset = 0
    for number, view in enumerate(VIEWS):
        runs = runs_in([text], number)
        column = sight.found(runs.key, number)
        known = column >= 0
        at, start, length = column[known], runs.start[known], runs.length[known]
        distinct, which, often = np.unique(at, return_inverse=True, return_counts=True)
        amount = (1 + np.log(often)) * sight.rarity[number][distinct]
        norm = float(np.sqrt((amount**2).sum())) or 1.0
        each = view.weight * amount / often / norm * said_for(offset + distinct)
        spoken = each[which] / length
        said += np.bincount(start, spoken, size + 1)
        said -= np.bincount(start + length, spoken, size + 1)
        offset += len(sight.keys[number])
    return said.cumsum().round(9)[:size]


def _told(whole: str, words: list[tuple[int, int, float]]) -> tuple[Reason, ...]:
    """Neighbouring words as one span; the same span once; shares of what all of them said."""
    spans: list[tuple[int, int, float]] = []
    for start, end, weight in words:
        if spans and spans[-1][1] == start and end - spans[-1][0] <= LONGEST_TOLD:
            spans[-1] = (spans[-1][0], end, spans[-1][2] + weight)
        else:
            spans.append((start, end, weight))
    told: dict[str, tuple[int, float]] = {}
    for start, end, weight in spans:
        if end - start > 1:
            before = told.get(whole[start:end])
            first, sum_of = before or (start, 0.0)
            told[whole[start:end]] = (first, sum_of + weight)
    total = sum(weight for _, weight in told.values()) or 1.0
    best = sorted(told.items(), key=lambda item: (-item[1][1], item[1][0]))[:MOST_REASONS]
    return tuple(Reason(words, round(weight / total, 3), start) for words, (start, weight) in best)
