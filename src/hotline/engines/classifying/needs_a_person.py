"""Which texts a person must see now: danger to a life, group incidents, harmed children, the press.

Rules and no learning: such texts are rare, each has to be found on the first day, and the office
must be able to read why. It only points at words; what is done is a person's to decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from hotline.engines.classifying.alarms import (
    ALARMS,
    DENIED,
    HARMLESS,
    KINDS,
    LONG_AGO,
    ONLY_TALK,
    PERHAPS,
    RESOLVED,
    SELF_HARM,
    VIOLENCE,
    Alarm,
)
from hotline.rules.guessing import Text

name = "needs-a-person"
version = "1"
leaves_the_building = False

ENDS = "，,。.！!？?；;\n"
SENTENCE_ENDS = "。！!？?；;\n"
NEARBY = 12
BLANK = "\x00"
MORE_BY_RESOLVE = 0.1
LESS_BY_PERHAPS, LESS_BY_PAST, LESS_BY_TALK = 0.6, 0.6, 0.4
LEAST = 0.3
SUREST = 0.98


@dataclass(frozen=True, slots=True)
class Concern:
    """Why a person should look: the kind, how sure (0 to 1), the words and where they begin."""

    kind: str
    sure: float
    words: str
    start: int

    @property
    def because(self) -> str:
        """The reason in a sentence."""
        return f"{KINDS[self.kind]}：“{self.words}”"


def concerns(text: Text) -> list[Concern]:
    """What calls for a person in this text, the surest first; the same words once for each kind."""
    whole = text.whole
    read = _harmless().sub(lambda met: BLANK * len(met[0]), whole)
    found = [
        Concern(alarm.kind, sure, met[0], met.start())
        for alarm, shape in _shapes()
        for met in shape.finditer(read)
        if (sure := _sureness(alarm, read, met)) >= LEAST
    ]
    return _apart(found)


def needs_a_person(text: Text, least: float = 0.5) -> bool:
    """Whether anything of at least this sureness calls for a person."""
    return any(concern.sure >= least for concern in concerns(text))


def _sureness(alarm: Alarm, read: str, met: re.Match[str]) -> float:
    """How sure these words are in their sentence; 0 where the sentence takes them back."""
    before = _back_to(read, met.start(), ENDS)
    sentence = _back_to(read, met.start(), SENTENCE_ENDS) + _on_to(read, met.start())
    near = read[max(0, met.start() - NEARBY) : met.end() + NEARBY]
    if alarm.unless and re.search(alarm.unless, near):
        return 0.0
    if alarm.denied and _denied().search(before):
        return 0.0
    if alarm.kind in (SELF_HARM, VIOLENCE) and _resolved().search(before + met[0]):
        return min(SUREST, round(alarm.sure + MORE_BY_RESOLVE, 2))
    sure = alarm.sure
    if _perhaps().search(before):
        sure *= LESS_BY_PERHAPS
    if _long_ago().search(before):
        sure *= LESS_BY_PAST
    if _only_talk().search(sentence):
        sure *= LESS_BY_TALK
    return min(SUREST, round(sure, 2))


def _back_to(read: str, start: int, ends: str) -> str:
    """What stands before a place in its clause or sentence."""
    return read[max(read.rfind(end, 0, start) for end in ends) + 1 : start]


def _on_to(read: str, start: int) -> str:
    """What follows a place up to the end of its sentence."""
    ends = [place for end in SENTENCE_ENDS if (place := read.find(end, start)) >= 0]
    return read[start : min(ends)] if ends else read[start:]


def _apart(found: list[Concern]) -> list[Concern]:
    """The surest where two of a kind overlap; all in order of sureness."""
    kept: list[Concern] = []
    for one in sorted(found, key=lambda c: (-c.sure, -len(c.words), c.start)):
        overlaps = any(
            other.kind == one.kind
            and one.start < other.start + len(other.words)
            and other.start < one.start + len(one.words)
            for other in kept
        )
        if not overlaps:
            kept.append(one)
    return kept


@lru_cache(maxsize=1)
def _shapes() -> tuple[tuple[Alarm, re.Pattern[str]], ...]:
    return tuple((alarm, re.compile(alarm.shape)) for alarm in ALARMS)


@lru_cache(maxsize=1)
def _harmless() -> re.Pattern[str]:
    return re.compile(HARMLESS)


@lru_cache(maxsize=1)
def _denied() -> re.Pattern[str]:
    return re.compile(DENIED)


@lru_cache(maxsize=1)
def _perhaps() -> re.Pattern[str]:
    return re.compile(PERHAPS)


@lru_cache(maxsize=1)
def _resolved() -> re.Pattern[str]:
    return re.compile(RESOLVED)


@lru_cache(maxsize=1)
def _long_ago() -> re.Pattern[str]:
    return re.compile(LONG_AGO)


@lru_cache(maxsize=1)
def _only_talk() -> re.Pattern[str]:
    return re.compile(ONLY_TALK)
