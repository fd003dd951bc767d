"""Whether guesses still hold: how people ended them, and whether what arrives is what was learned.

A week is told against the held-back cases: fewer guesses kept than were right there, another mix of
values, or many pairs of characters that the model never met.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hotline.rules.learning import Share, shifted

FEWEST = 30
MAY_FALL, MAY_SHIFT, MAY_GROW = 0.08, 0.35, 0.05
RECENT = 2


@dataclass(frozen=True, slots=True)
class Drift:
    """The last weeks together: guesses kept of those that people settled, and what to look at."""

    kept: Share
    held: Share | None
    shift: float
    unknown: Share
    warnings: Sequence[str] = ()


def drift_of(
    weeks: Sequence[Mapping[str, Any]],
    held: Share | None,
    mix: Mapping[str, int],
    unknown: Sequence[int],
) -> Drift:
    """From the weeks, the latest first; `held` is how many suggested guesses were right on the
    held-back cases, `mix` and `unknown` what was there when the running model learned."""
    recent = weeks[:RECENT]
    settled = [_settled(week) for week in recent]
    kept = Share(sum(k for k, _ in settled), sum(w for _, w in settled))
    seen: dict[str, int] = {}
    for week in recent:
        for value, number in week.get("mix", {}).items():
            seen[value] = seen.get(value, 0) + number
    pairs = [week.get("unknown") or (0, 0) for week in recent]
    new = Share(sum(part for part, _ in pairs), sum(whole for _, whole in pairs))
    moved = shifted(mix, seen) if sum(seen.values()) >= FEWEST else 0.0
    before = Share(*unknown)
    return Drift(kept, held, moved, new, _warnings(kept, held, moved, new, before))


def _settled(week: Mapping[str, Any]) -> tuple[int, int]:
    """Of the guesses that were shown: kept, and kept or changed."""
    kept = whole = 0
    for doing, counts in week.get("by_doing", {}).items():
        if doing != "silent":
            kept += counts.get("kept", 0)
            whole += counts.get("kept", 0) + counts.get("changed", 0)
    return kept, whole


def _warnings(
    kept: Share, held: Share | None, moved: float, new: Share, before: Share
) -> list[str]:
    found = []
    if held is not None and kept.whole >= FEWEST and kept.value < held.value - MAY_FALL:
        found.append(
            f"近 {RECENT} 周推测被采用 {kept.part}/{kept.whole}（{kept.value:.0%}），"
            f"明显低于检验时的 {held.value:.0%}；请查看改动的工单，或现在学习一次。"
        )
    if moved > MAY_SHIFT:
        found.append(f"近 {RECENT} 周各类的构成与学习时相差 {moved:.0%}；可能来了新的问题。")
    if new.whole and new.value > before.value + MAY_GROW:
        found.append(
            f"近 {RECENT} 周有 {new.value:.0%} 的字词学习时没有见过（当时 {before.value:.0%}）。"
        )
    return found
