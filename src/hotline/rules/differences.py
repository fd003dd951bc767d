"""What changed between two texts, by sentence and within a sentence, for a person to see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

Change = tuple[Literal["same", "added", "removed"], str]

SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
MOST_SENTENCES = 1_000
LONGEST_COMPARED = 400  # beyond it the two sentences are shown whole, which is quick and readable
ALIKE = 0.5


def differences(old: str, new: str) -> list[Change]:
    """The pieces of both texts in order; those of `same` and `added` make up the new text."""
    if old == new:
        return [("same", new)] if new else []
    before, after = _sentences(old), _sentences(new)
    if max(len(before), len(after)) > MOST_SENTENCES:
        return list(_replaced(old, new))
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(after[c:d])))
        else:
            found += _by_pairs(before[a:b], after[c:d])
    return found


def _sentences(text: str) -> list[str]:
    return [part for part in SENTENCE.findall(text) if part]


def _by_pairs(before: list[str], after: list[str]) -> Iterator[Change]:
    """Sentence beside sentence, and then what is left over on one side."""
    paired = min(len(before), len(after))
    for old, new in zip(before, after, strict=False):
        yield from _within(old, new)
    yield from _replaced("".join(before[paired:]), "".join(after[paired:]))


def _within(old: str, new: str) -> Iterator[Change]:
    """Character by character where two short sentences are much alike, else whole."""
    if not old or not new or max(len(old), len(new)) > LONGEST_COMPARED:
        yield from _replaced(old, new)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        yield from _replaced(old, new)
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield "same", new[c:d]
        else:
            yield from _replaced(old[a:b], new[c:d])


def _replaced(old: str, new: str) -> Iterator[Change]:
    if old:
        yield "removed", old
    if new:
        yield "added", new
