"""Recognising: words out of a scanned letter or a recording, as a guess with how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Protocol

LONGEST = 50_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page or stretch of speech: `confidence` 0 to 1; `start` and `end` in seconds
    of a recording, 0 of a page."""

    text: str
    confidence: float
    start: float = 0.0
    end: float = 0.0


class Recogniser(Protocol):
    """What reads files of a family (`documents/media.py`): "picture" or "recording"."""

    name: str
    version: str
    leaves_the_building: bool

    def read(self, content: bytes, ending: str) -> Sequence[Line]:
        """The words of a file, in their order; raises Unreadable."""


class Unreadable(Exception):
    """Nothing could be recognised; the text says why in Chinese."""


def text_of(lines: Sequence[Line]) -> str:
    """The lines as one text, those of a recording with their minute."""
    return "\n".join(
        f"[{int(line.start) // 60:02d}:{int(line.start) % 60:02d}] {line.text}"
        if line.end
        else line.text
        for line in lines
    )[:LONGEST]


def sureness(lines: Sequence[Line]) -> float:
    """The lines' mean, by their length; 0 of none."""
    letters = sum(len(line.text) for line in lines)
    if not letters:
        return 0.0
    return fmean([line.confidence for line in lines], [len(line.text) for line in lines])
