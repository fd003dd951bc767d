"""Which unit handled such matters before: counts from wide to narrow, each smoothed by the wider.

The place goes first (district, street), then the topic, then both together: a narrower count speaks
as loud as it has cases, the rest is what the wider says. That a citizen names a unit
(请市公安局核实) is a feature of its own with its own record of being right. How sure the whole is,
is corrected by how often such sureness came true.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

name = "advice"
version = "1"
leaves_the_building = False

# So many cases of the wider count weigh as the narrower one's own.
SMOOTHING = 2.0
BINS = 10
# So many cases of the sureness as computed weigh as those that came true.
TRUST = 20.0
EVERYTHING = "all"
HINT = "hint"
FEWEST_ALIKE = 3

Counts = Mapping[str, Mapping[str, int]]
# By name, how many there were and how many of them came true.
Tallies = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Matter:
    """What history looks at: the topic's codes from the root down, and codes of the gazetteer."""

    topic: Sequence[str] = ()
    district: str = ""
    street: str = ""
    hints: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Likely:
    """A unit that history names: how sure, of how many alike cases it handled how many, whether the
    citizen named it."""

    unit: str
    sureness: float
    alike: int
    handled: int
    is_hinted: bool = False


def keys_of(matter: Matter) -> list[str]:
    """The counts that speak of a matter, from wide to narrow."""
    keys = [EVERYTHING]
    leaf = matter.topic[-1] if matter.topic else ""
    keys += [f"t:{code}" for code in matter.topic[:1]]
    if matter.district:
        keys.append(f"d:{matter.district}")
    keys += [f"t:{code}" for code in matter.topic[1:]]
    for place in filter(None, (matter.district, matter.street)):
        keys += [f"t:{code}|p:{place}" for code in dict.fromkeys((*matter.topic[:1], leaf)) if code]
    return list(dict.fromkeys(keys))


def likely(
    matter: Matter,
    counts: Counts,
    tallies: Tallies,
    barred: Collection[str] = (),
    most: int = 3,
) -> list[Likely]:
    """The units that history names, the likeliest first; none that is barred."""
    shares = _with_hint(_shares(keys_of(matter), counts), matter.hints, tallies)
    left = {unit: share for unit, share in shares.items() if unit not in barred}
    whole = sum(left.values())
    if not whole:
        return []
    alike = _alike(matter, counts)
    ranked = sorted(left.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return [
        Likely(
            unit=unit,
            sureness=came_true(share / whole, tallies),
            alike=sum(alike.values()),
            handled=alike.get(unit, 0),
            is_hinted=unit in matter.hints,
        )
        for unit, share in ranked
    ]


def bin_of(share: float) -> str:
    """The tally of cases that were as sure as this."""
    return f"bin:{min(BINS - 1, int(share * BINS))}"


def came_true(share: float, tallies: Tallies) -> float:
    """How often such sureness came true, as far as there is a record of it."""
    seen, right = tallies.get(bin_of(share), (0, 0))
    return (right + TRUST * share) / (seen + TRUST)


def _shares(keys: Sequence[str], counts: Counts) -> dict[str, float]:
    """The share of each unit: every count smoothed by the wider one before it."""
    shares: dict[str, float] = {}
    for key in keys:
        here = counts.get(key, {})
        whole = sum(here.values())
        if not whole:
            continue
        shares = {
            unit: (here.get(unit, 0) + SMOOTHING * shares.get(unit, 0.0)) / (whole + SMOOTHING)
            for unit in {*shares, *here}
        }
    total = sum(shares.values())
    return {unit: share / total for unit, share in shares.items()} if total else {}


def _with_hint(
    shares: dict[str, float], hints: Sequence[str], tallies: Tallies
) -> dict[str, float]:
    """What the citizen names counts as much as it has been right before; half without a record."""
    if not hints:
        return shares
    seen, right = tallies.get(HINT, (0, 0))
    trust = (right + 1) / (seen + 2)
    mixed = {unit: share * (1 - trust) for unit, share in shares.items()}
    for unit in hints:
        mixed[unit] = mixed.get(unit, 0.0) + trust / len(hints)
    return mixed


def _alike(matter: Matter, counts: Counts) -> Mapping[str, int]:
    """The narrowest count that has a few cases: the alike ones that a person can be told of."""
    told = [counts.get(key, {}) for key in reversed(keys_of(matter)) if key != EVERYTHING]
    enough = (here for here in told if sum(here.values()) >= FEWEST_ALIKE)
    return next(enough, next((here for here in told if here), {}))
