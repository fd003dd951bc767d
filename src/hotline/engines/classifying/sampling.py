"""How many examples are learned from: a year of 500,000 cases must fit a machine and a night."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hotline.rules.guessing import Example

MOST_EXAMPLES = 30_000
ALWAYS_OF_A_VALUE = 40


def bounded(examples: Sequence[Example], seed: int) -> list[Example]:
    """All of them, or where they are too many a sample by lot that keeps rare values whole."""
    if len(examples) <= MOST_EXAMPLES:
        return list(examples)
    lot = random.Random(seed)  # noqa: S311 - a sample, no secret
    order = lot.sample(range(len(examples)), len(examples))
    met: dict[str, int] = {}
    first: list[int] = []
    rest: list[int] = []
    for number in order:
        value = examples[number].value
        met[value] = met.get(value, 0) + 1
        (first if met[value] <= ALWAYS_OF_A_VALUE else rest).append(number)
    chosen = sorted((first + rest)[:MOST_EXAMPLES])
    return [examples[number] for number in chosen]
