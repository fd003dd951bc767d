"""Labelled sentences: what stands in each, for measuring the search for places."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from hotline.engines.places.found import Found

Label = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its places in their order: level, as written, name."""

    half: int
    text: str
    places: tuple[Label, ...]


def sentences_of(path: Path) -> list[Sentence]:
    """The sentences of a file; raises ValueError with the sentence whose label is not in it."""
    rows = tomllib.loads(path.read_text("utf-8"))["sentence"]
    return [Sentence(row["half"], row["text"], _labels(row["text"], row["places"])) for row in rows]


def _labels(text: str, written: list[str]) -> tuple[Label, ...]:
    at, labels = 0, []
    for one in written:
        level, said, *name = one.split("|")
        at = text.index(said, at) + len(said)
        labels.append((level, said, name[0] if name else said))
    return tuple(labels)


def told(found: list[Found]) -> tuple[Label, ...]:
    """What was found, in the form of labels."""
    return tuple((one.level, one.text, one.name) for one in found)
