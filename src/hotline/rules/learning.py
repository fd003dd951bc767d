"""How well guesses did on cases whose answer people gave, and whether a new model takes over.

Everything is counted, so that each share can be told with its numerator and denominator, and the
effect of other thresholds can be told without asking the model again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

PARTS = 100
BINS = 10
SHOWN_CONFUSIONS = 8
# A new model takes over when it is not worse than the running one by more than this.
MAY_LOSE_F1, MAY_LOSE_ACCURACY, MAY_LOSE_CALIBRATION = 0.005, 0.005, 0.02
FEWEST_TO_COMPARE = 50
# Of fewer cases each tenth of sureness holds too few to say what share was right.
FEWEST_TO_BELIEVE = 100


@dataclass(frozen=True, slots=True)
class Answered:
    """One held-back case: what was guessed and how surely, and what people settled on."""

    guessed: str
    confidence: float
    truth: str


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """A model on held-back cases. `by_percent` says for every per cent of sureness how many guesses
    there were and how many of them were right; `confused` the commonest mistakes."""

    number: int
    right: int
    macro_f1: float
    values: int
    calibration_error: float
    by_percent: Sequence[Sequence[int]] = ()
    confused: Sequence[tuple[str, str, int]] = field(default=())

    @property
    def accuracy(self) -> Share:
        """How many guesses were right."""
        return Share(self.right, self.number)

    def from_sureness(self, threshold: float, below: float = 2.0) -> tuple[Share, Share]:
        """Of all cases those guessed at least so surely (and less than `below`), and of these the
        right ones."""
        first, last = round(threshold * PARTS), round(min(below, 1.01) * PARTS)
        rows = self.by_percent[first:last]
        number, right = sum(row[0] for row in rows), sum(row[1] for row in rows)
        return Share(number, self.number), Share(right, number)

    def bins(self) -> list[tuple[str, float, Share]]:
        """Sureness in tenths: its range, the middle of it, and how many were right."""
        found = []
        for start in range(0, PARTS, PARTS // BINS):
            end = start + PARTS // BINS
            rows = self.by_percent[start : end + (1 if end == PARTS else 0)]
            share = Share(sum(row[1] for row in rows), sum(row[0] for row in rows))
            if share.whole:
                found.append((f"{start}–{end}%", (start + end) / 2 / PARTS, share))
        return found

    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Measured | None:
        """Out of what is stored; None where nothing was measured."""
        return cls(**kept) if kept.get("number") else None


def measured(answers: Sequence[Answered]) -> Measured:
    """Count what a model said against what people settled on."""
    by_percent = [[0, 0] for _ in range(PARTS + 1)]
    for each in answers:
        row = by_percent[max(0, min(PARTS, int(each.confidence * PARTS)))]
        row[0] += 1
        row[1] += each.guessed == each.truth
    wrong = Counter((each.truth, each.guessed) for each in answers if each.guessed != each.truth)
    f1 = _macro_f1(answers)
    return Measured(
        number=len(answers),
        right=sum(each.guessed == each.truth for each in answers),
        macro_f1=f1,
        values=len({each.truth for each in answers}),
        calibration_error=_calibration_error(answers),
        by_percent=by_percent,
        confused=[(*pair, number) for pair, number in wrong.most_common(SHOWN_CONFUSIONS)],
    )


def _macro_f1(answers: Sequence[Answered]) -> float:
    """The mean over the values of the harmonic mean of precision and recall."""
    truths = Counter(each.truth for each in answers)
    guessed = Counter(each.guessed for each in answers)
    right = Counter(each.truth for each in answers if each.truth == each.guessed)
    scores = [2 * right[value] / (truths[value] + guessed[value]) for value in truths]
    return sum(scores) / len(scores) if scores else 0.0


def _calibration_error(answers: Sequence[Answered]) -> float:
    """The mean distance, over tenths of sureness, between sureness told and share right."""
    tenths: dict[int, list[Answered]] = {}
    for each in answers:
        tenths.setdefault(min(int(each.confidence * BINS), BINS - 1), []).append(each)
    apart = [
        abs(sum(e.confidence for e in rows) - sum(e.guessed == e.truth for e in rows))
        for rows in tenths.values()
    ]
    return sum(apart) / len(answers) if answers else 0.0


def takes_over(new: Measured, running: Measured | None) -> tuple[bool, str]:
    """Whether a new model takes over by itself, and why in Chinese; both did the same cases.

    It must not be worse than the running one: neither in the mean over all values, nor in the share
    of right guesses, nor, where there are enough cases to tell, in how far its sureness can be
    believed.
    """
    if new.number < FEWEST_TO_COMPARE:
        return (
            False,
            f"留作检验的工单只有 {new.number} 件，少于 {FEWEST_TO_COMPARE} 件，请人工决定。",
        )
    if running is None:
        return True, "此前没有在用的版本。"
    losses = [
        ("各类平均（宏 F1）", running.macro_f1 - new.macro_f1, MAY_LOSE_F1),
        ("正确率", running.accuracy.value - new.accuracy.value, MAY_LOSE_ACCURACY),
    ]
    if new.number >= FEWEST_TO_BELIEVE:
        further = new.calibration_error - running.calibration_error
        losses.append(("把握偏差", further, MAY_LOSE_CALIBRATION))
    worse = [f"{name}差 {loss * 100:.1f} 个百分点" for name, loss, may in losses if loss > may]
    if worse:
        return False, f"同样的 {new.number} 件工单上，比在用版本{'、'.join(worse)}。"
    return True, f"同样的 {new.number} 件工单上，不比在用版本差。"


def shifted(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """How far two mixes of values lie apart: 0 the same, 1 nothing in common."""
    whole, new = sum(before.values()), sum(now.values())
    if not whole or not new:
        return 0.0
    names = set(before) | set(now)
    return sum(abs(before.get(n, 0) / whole - now.get(n, 0) / new) for n in names) / 2


def capped(values: Iterable[str], newest: int, least: int) -> list[int]:
    """Which of many cases, the newest first, are learned from: the newest ones, and of values that
    are rare among these further ones until there are enough; their places in order."""
    taken: list[int] = []
    seen: Counter[str] = Counter()
    for place, value in enumerate(values):
        if place < newest or seen[value] < least:
            seen[value] += 1
            taken.append(place)
    return taken
