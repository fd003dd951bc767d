"""What a text engine says, and what the office lets it do: fill in, suggest, or be silent.

A guess carries how sure its engine is (a share of right answers among guesses of that sureness: a
calibrated probability), the words that decided it, and who made it. It never changes a case unseen:
even where it fills in, a person sees it as a guess and keeps or changes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable


@runtime_checkable
class Engine(Protocol):
    """What every engine tells of itself. `leaves_the_building` says whether a text is sent to
    another machine than the office's own."""

    name: str
    version: str
    leaves_the_building: bool


class Doing(StrEnum):
    """What a guess of some sureness may do on the screen."""

    FILL = "fill"
    SUGGEST = "suggest"
    SILENT = "silent"


DOINGS = {Doing.FILL: "自动填入", Doing.SUGGEST: "提示", Doing.SILENT: "不提示"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of the text that spoke for a guess, with their weight (a share of all that spoke for
    it, 0 to 1); `start` is where they begin in the text, -1 where they are not in it literally."""

    words: str
    weight: float
    start: int = -1


@dataclass(frozen=True, slots=True)
class Guess:
    """One value that an engine holds for right: `value` a code or label, `confidence` 0 to 1."""

    value: str
    confidence: float
    reasons: Sequence[Reason] = ()


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which sureness a guess is filled in, and from which it is suggested; 0 to 1."""

    fill: float = 0.95
    suggest: float = 0.4

    def doing(self, confidence: float) -> Doing:
        """What a guess of this sureness may do."""
        if confidence >= self.fill:
            return Doing.FILL
        return Doing.SUGGEST if confidence >= self.suggest else Doing.SILENT


@dataclass(frozen=True, slots=True)
class Text:
    """What an engine reads of a case: its title and what the citizen said."""

    title: str
    text: str = ""

    @property
    def whole(self) -> str:
        """Both, the title once where the text repeats it."""
        if not self.title or self.text.startswith(self.title):
            return self.text or self.title
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the value that people settled on; `group` joins near-identical texts, which must
    never stand on both sides of a split."""

    text: Text
    value: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """A value as it can be known without history: its words, from its name and description."""

    value: str
    words: Sequence[str] = field(default=())
