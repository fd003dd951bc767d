"""How likely two messages are of the same matter, and by which facts they are alike.

The score is a share of right answers among pairs of that score, by hand-set weights: the same rare
names and the same words, told in the title of one and anywhere in the other, and the same meaning
speak for it; other districts, other names in both titles and a long time between against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, sqrt
from typing import TYPE_CHECKING

from hotline.engines.alike.reading import Reading
from hotline.engines.alike.usual import Usual

if TYPE_CHECKING:
    from hotline.engines.meaning import Vectors

# From which score a pair is told as the same matter.
SAME_FROM = 0.6
MOST_WORDS = 4
LONG_AGO = 200
# The share of words that two messages share is that much smaller than the cosine of their meanings.
INSTEAD = 1.6
# Two messages that share no rare name at all are seldom of one matter.
NAMELESS = 1.0
MOST_NAMES = 6.0
SUMMED = (
    "names", "apart", "most", "least", "words", "grams", "meaning", "numbers", "districts_differ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that two messages share (`kind`: place, words, meaning, number, caller), the words
    of it to be shown, and what it added to the score."""

    kind: str
    words: tuple[str, ...]
    points: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two messages are of the same matter, 0 to 1, and why, the weightiest first."""

    score: float
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured of a pair, each 0 to 1 but `names`: how much the rare names shared say
    together; of each title how much stands in the other (`most`, `least`); the words and the pairs
    of characters shared; how near the meanings are; days between."""

    names: float
    apart: bool
    most: float
    least: float
    words: float
    grams: float
    meaning: float
    numbers: int
    days: int
    districts_differ: bool


def likeness(one: Reading, other: Reading, usual: Usual) -> Likeness:
    """Compare two messages; symmetrical."""
    return Comparer(usual).likeness(one, other)


class Comparer:
    """Compares many messages against what is usual; remembers what each says by itself, so it is
    made anew when what is usual has changed."""

    def __init__(self, usual: Usual) -> None:
        self._usual = usual
        self._masses: dict[tuple[str, str], float] = {}
        self._directions: dict[str, Vectors] = {}

    def score(self, one: Reading, other: Reading) -> float:
        """How likely they are of the same matter, 0 to 1."""
        return scored(self.measure(one, other))

    def likeness(self, one: Reading, other: Reading) -> Likeness:
        """The score with the facts."""
        measured = self.measure(one, other)
        return Likeness(scored(measured), tuple(self._facts(one, other, measured)))

    def measure(self, one: Reading, other: Reading) -> Measured:
        """All that is compared."""
        here, there = self._held(one, other), self._held(other, one)
        words = self._usual.mass(one.words & other.words)
        grams = self._usual.mass(one.grams & other.grams)
        shared = words / sqrt(self._mass(one, "words") * self._mass(other, "words"))
        return Measured(
            names=min(self._usual.mass(one.name_grams & other.name_grams), MOST_NAMES),
            apart=self._name_apart(one, other),
            most=max(here, there),
            least=min(here, there),
            words=shared,
            grams=grams / min(self._mass(one, "grams"), self._mass(other, "grams")),
            meaning=self._meaning(one, other, shared),
            numbers=min(len(one.numbers & other.numbers), 2),
            days=abs((one.at - other.at).days) if one.at and other.at else 0,
            districts_differ=bool(
                one.districts and other.districts and not one.districts & other.districts
            ),
        )

    def _held(self, one: Reading, other: Reading) -> float:
        return self._usual.mass(one.title_grams & other.grams) / self._mass(one, "title_grams")

    def _name_apart(self, one: Reading, other: Reading) -> bool:
        """Whether each title names something that the other message never mentions."""
        return self._alone(one, other) and self._alone(other, one)

    def _alone(self, one: Reading, other: Reading) -> bool:
        named = self._mass(one, "title_name_grams")
        shared = self._usual.mass(one.title_name_grams & other.grams)
        return named > 1 and shared < named * 0.3

    def _mass(self, reading: Reading, part: str) -> float:
        key = (reading.id, part)
        known = self._masses.get(key)
        if known is None:
            known = self._masses[key] = max(self._usual.mass(getattr(reading, part)), 0.5)
        return known

    def _meaning(self, one: Reading, other: Reading, shared: float) -> float:
        """The cosine of both meanings, seen from the mean of all; without an encoder the words
        stand in for it."""
        here, there = self._direction(one), self._direction(other)
        if here is None or there is None:
            return min(1.0, INSTEAD * shared)
        return float(here @ there)

    def _direction(self, reading: Reading) -> Vectors | None:
        if reading.vector is None:
            return None
        known = self._directions.get(reading.id)
        if known is None:
            known = self._directions[reading.id] = self._usual.direction(reading.vector)
        return known

    def _facts(self, one: Reading, other: Reading, measured: Measured) -> Iterable[Fact]:
        found = []
        if names := self._shared_names(one, other):
            found.append(Fact("place", names, WEIGHTS["names"] * measured.names))
        if words := self._rarest(one.words & other.words):
            found.append(Fact("words", words, WEIGHTS["words"] * measured.words))
        if numbers := tuple(sorted(one.numbers & other.numbers))[:MOST_WORDS]:
            found.append(Fact("number", numbers, WEIGHTS["numbers"] * measured.numbers))
        if measured.meaning > 0 and one.vector is not None and other.vector is not None:
            found.append(Fact("meaning", (), WEIGHTS["meaning"] * measured.meaning))
        if one.caller and one.caller == other.caller:
            found.append(Fact("caller", (), 0.0))
        return sorted(found, key=lambda fact: -fact.points)

    def _shared_names(self, one: Reading, other: Reading) -> tuple[str, ...]:
        both = {*one.title_names, *one.names} & {*other.title_names, *other.names}
        return tuple(sorted(both, key=lambda name: (-len(name), name))[:MOST_WORDS])

    def _rarest(self, words: Iterable[str]) -> tuple[str, ...]:
        ranked = sorted(words, key=lambda word: (-self._usual.weight(word), word))
        return tuple(ranked[:MOST_WORDS])


# Set by hand in round numbers, so that about nine of ten pairs that score 0.6 to 0.9 are right.
WEIGHTS = {
    "start": -3.0, "names": 0.15, "nameless": -1.2, "apart": -1.5, "most": 1.6, "least": 2.0,
    "words": 1.6, "grams": 1.4, "meaning": 2.2, "numbers": 0.3, "days": -1.2,
    "districts_differ": -2.0, "elsewhere": -2.0,
}  # fmt: skip


def scored(measured: Measured) -> float:
    """The weighted sum as a likelihood."""
    total = WEIGHTS["start"] + WEIGHTS["days"] * min(measured.days / LONG_AGO, 1.0)
    # The same trouble, told in the same words even, of another thing in another district.
    total += WEIGHTS["elsewhere"] * float(measured.apart and measured.districts_differ)
    total += WEIGHTS["nameless"] * float(measured.names < NAMELESS)
    for name in SUMMED:
        total += WEIGHTS[name] * float(getattr(measured, name))
    return 1 / (1 + exp(-total))
