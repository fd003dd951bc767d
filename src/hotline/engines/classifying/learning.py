"""From examples to what a model knows: the runs, then every family of values by itself."""

from __future__ import annotations

from collections.abc import Sequence

from hotline.engines.classifying.judging import MOST_VOTES, Cases, Judgement, judged, witnesses_of
from hotline.engines.classifying.sampling import bounded
from hotline.engines.classifying.seeing import Sight
from hotline.engines.classifying.tree import TOP, Tree
from hotline.rules.guessing import Described, Example, Text

# A value with fewer examples is helped by its description, which counts as this much of one.
RARE = 20
WORTH_OF_WORDS = 0.3
# A tree of hundreds of values has as many families: each keeps what tells most.
MOST_VOTES_BELOW = 60_000


def learned(
    tree: Tree,
    examples: Sequence[Example],
    described: Sequence[Described],
    *,
    seed: int,
    fast: bool,
) -> tuple[Sight, dict[int, Judgement]]:
    """The runs that tell something, and a judgement for each value that has examples below it."""
    import numpy as np

    some = bounded(examples, seed)
    if not some:
        return Sight.learned(()), {}
    helped = _helped(some, described)
    real = np.arange(len(some) + len(helped)) < len(some)
    every = [*some, *helped]
    texts = [example.text for example in every]
    sight = Sight.learned(texts, fast=fast)
    names = [example.group or f"\0{number}" for number, example in enumerate(every)]
    cases = Cases(
        sight.rows(texts),
        witnesses_of(sight),
        np.zeros(len(every), dtype=np.int64),
        np.unique(names, return_inverse=True)[1],
        np.where(real, 1.0, WORTH_OF_WORDS).astype(np.float32),
        real,
    )
    return sight, _families(tree, [example.value for example in every], cases, seed)


def _families(tree: Tree, values: Sequence[str], cases: Cases, seed: int) -> dict[int, Judgement]:
    """Each family learned from the examples that lie below it."""
    import numpy as np

    judgements = {}
    for parent in tree.families():
        labels = np.array(tree.children_of(values, parent), dtype=np.int64)
        at = np.flatnonzero(labels >= 0)
        if len(at) and cases.real[at].any():
            family = cases.some(at)
            judgements[parent] = judged(
                Cases(
                    family.rows,
                    family.witnesses,
                    labels[at],
                    family.groups,
                    family.worth,
                    family.real,
                ),
                seed,
                MOST_VOTES if parent == TOP else MOST_VOTES_BELOW,
            )
    return judgements


def _helped(examples: Sequence[Example], described: Sequence[Described]) -> list[Example]:
    """The descriptions of rare values as if somebody had written them."""
    often: dict[str, int] = {}
    for example in examples:
        often[example.value] = often.get(example.value, 0) + 1
    return [
        Example(Text(" ".join(one.words)), one.value)
        for one in described
        if one.words and often.get(one.value, 0) < RARE
    ]
