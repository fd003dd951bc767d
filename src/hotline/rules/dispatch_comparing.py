"""Comparing two dispatch catalogues over past cases: what stays, what moves, who agrees.

Every case is counted once as same, moved or without advice, so the three add up to all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hotline.rules.dispatching import Advice, Trouble


@dataclass
class Comparison:
    """The counts so far; a pair is what the present and the changed catalogue say, "" for none."""

    cases: int = 0
    same: int = 0
    moved: int = 0
    without: int = 0
    present_agrees: int = 0
    changed_agrees: int = 0
    present_silent: int = 0
    changed_silent: int = 0
    troubles: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(
        self, went_to: str, present: Advice | Trouble | None, changed: Advice | Trouble | None
    ) -> bool:
        """Count a case that people gave to `went_to`; says whether it moves."""
        before, after = advised(present), advised(changed)
        self.cases += 1
        self.present_agrees += before == went_to
        self.changed_agrees += after == went_to
        self.present_silent += not before
        self.changed_silent += not after
        self.troubles += isinstance(changed, Trouble)
        if before == after:
            self.same += bool(after)
            self.without += not after
            return False
        self.moved += 1
        self.pairs[before, after] += 1
        return True

    def data(self) -> dict[str, Any]:
        """The counts as they are kept, the largest pairs first."""
        pairs = sorted(self.pairs.items(), key=lambda item: (-item[1], item[0]))
        counts = {
            name: value for name, value in vars(self).items() if name not in ("cases", "pairs")
        }
        return {
            "cases": self.cases,
            **counts,
            "pairs": [[before, after, count] for (before, after), count in pairs],
        }


def advised(said: Advice | Trouble | None) -> str:
    """The code of the unit that was named; empty where none was."""
    return said.unit if isinstance(said, Advice) else ""


def why(said: Advice | Trouble | None) -> str:
    """The reason for what was said, for a person."""
    if said is None:
        return "没有适用的条目"
    return said.problem if isinstance(said, Trouble) else said.explanation
