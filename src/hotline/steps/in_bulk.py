"""In bulk: the same step on many cases, each by itself; what one is refused stops no other.

Every case is a transaction of its own. When the database goes away halfway, those before it are
done, and doing the rest again by the versions that were seen moves none of them twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hotline.records.models import Case
from hotline.rules.life import NotOpen
from hotline.rules.permits import NotPermitted
from hotline.steps.moving import Refused
from hotline.steps.storing.book import LostRace

# What is done with many cases at once, at the desk and over the API.
BULK_VERBS = ("dispatch", "sign", "pass_down", "urge", "join", "close")
REFUSALS = (Refused, NotOpen, NotPermitted, LostRace)
Step = Callable[..., Case]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: moved, or refused by the exception that says why."""

    case: Case
    refusal: Exception | None = None

    @property
    def done(self) -> bool:
        """Whether the case was moved."""
        return self.refusal is None

    @property
    def sentence(self) -> str:
        """Why it was refused, in Chinese; empty where it was done."""
        return str(self.refusal) if self.refusal is not None else ""

    @property
    def field(self) -> str:
        """The fact that is wanted; empty where it was done or no fact would help."""
        return self.refusal.field if isinstance(self.refusal, Refused) else ""


def in_bulk(
    step: Step, cases: Iterable[Case], *, seen: Mapping[str, int] | None = None, **facts: Any
) -> list[Outcome]:
    """Do `step` with these facts on every case, in the order given.

    `seen` holds, by the case's number, the versions that the person looked at.
    """
    versions = seen or {}
    return [_tried(step, case, {**facts, "seen": versions.get(case.number)}) for case in cases]


def _tried(step: Step, case: Case, facts: Mapping[str, Any]) -> Outcome:
    try:
        return Outcome(step(case, **facts))
    except REFUSALS as refusal:
        return Outcome(case, refusal)
