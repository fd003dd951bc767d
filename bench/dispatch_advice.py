"""Advice learned from history: how often it names the unit of the record, each case asked before
it is learned, beside the catalogue; and what asking costs.

The units of the sample months are drawn at random under the published totals, so nothing can be
learned from them but shares and places; the second measurement is on cases whose units follow
simple duties, with a tenth of them given elsewhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench.report import print_machine, repeated, told
from bench.scratch import scratch_site
from hotline.engines.advising.learned import (
    BINS,
    HINT,
    Matter,
    bin_of,
    came_true,
    keys_of,
    likely,
)

CASES, ELSEWHERE, NAMED = 20_000, 0.1, 0.05
DISTRICTS = ("tiexi", "tiedong", "lishu")
STREETS, TOPICS, BUREAUS, SEED, LAST = 8, 60, 12, 12345, 5_000


@dataclass
class Record:
    """How often advice came true so far."""

    seen: int = 0
    first: int = 0
    among: int = 0


def main() -> None:
    """Prints the accuracy over the sample city and over cases of simple duties."""
    duties()
    with scratch_site():
        print_machine()
        sample()


def duties() -> None:
    """Cases whose units follow duties: half the topics go by place, half to a bureau."""
    counts: dict[str, dict[str, int]] = {}
    tallies: dict[str, tuple[int, int]] = {}
    late, sure = Record(), 0.0
    for number, (matter, unit) in enumerate(cases()):
        said = likely(matter, counts, tallies)
        if said:
            right = said[0].unit == unit
            if number >= CASES - LAST:
                late.seen += 1
                late.first += right
                late.among += unit in [one.unit for one in said]
                sure += said[0].sureness
            raw = likely(matter, counts, {HINT: tallies.get(HINT, (0, 0))})[0].sureness
            note(tallies, bin_of(raw), right=right)
        if matter.hints:
            note(tallies, HINT, right=unit in matter.hints)
        for key in keys_of(matter):
            here = counts.setdefault(key, {})
            here[unit] = here.get(unit, 0) + 1
    print(f"duties, last {late.seen:,} of {CASES:,} cases, {ELSEWHERE:.0%} given elsewhere:")
    print(f"  first {late.first / late.seen:.3f}, among three {late.among / late.seen:.3f}")
    print(f"  mean sureness {sure / late.seen:.3f}; keys counted: {len(counts):,}")
    print_calibration(tallies)


def cases() -> Iterator[tuple[Matter, str]]:
    """Matters with the unit that handled them, the same every time."""
    chance = random.Random(SEED)
    units = [f"bureau_{n}" for n in range(BUREAUS)]
    for _ in range(CASES):
        topic, district = chance.randrange(TOPICS), chance.choice(DISTRICTS)
        street = f"{district}_{chance.randrange(STREETS)}"
        unit = street if topic % 2 else units[topic % BUREAUS]
        if chance.random() < ELSEWHERE:
            unit = chance.choice(units)
        hints = (unit,) if chance.random() < NAMED else ()
        path = (f"{topic // 10:02}", f"{topic:04}")
        yield Matter(path, district, street, hints), unit


def note(tallies: dict[str, tuple[int, int]], name: str, *, right: bool) -> None:
    """One more that was seen."""
    seen, came = tallies.get(name, (0, 0))
    tallies[name] = (seen + 1, came + right)


def print_calibration(tallies: dict[str, tuple[int, int]]) -> None:
    """By computed sureness, how often it came true; the mean distance of the two."""
    off = whole = 0.0
    for number in range(BINS):
        seen, right = tallies.get(f"bin:{number}", (0, 0))
        if seen:
            told_as = came_true((number + 0.5) / BINS, tallies)
            off += abs(told_as - right / seen) * seen
            whole += seen
            print(f"  sure {number / BINS:.1f}: {seen:6,} cases, {right / seen:.3f} came true")
    print(f"  as told, off by {off / whole:.3f} on average")


def sample() -> None:
    """The sample months, closed case by closed case."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from hotline.records.models import AdviceTally, Case, DispatchCount  # noqa: PLC0415
    from hotline.records.queries.advice import matters_of  # noqa: PLC0415
    from hotline.records.queries.dispatch_history import counts_of  # noqa: PLC0415
    from hotline.records.queries.reference import catalogue_on  # noqa: PLC0415
    from hotline.rules.dispatching import Advice  # noqa: PLC0415
    from hotline.steps.reading.learn_dispatch import learn_dispatch  # noqa: PLC0415
    from hotline.steps.setup.sample.load import load_samples  # noqa: PLC0415

    load_samples(lambda done, total, month: None)
    learned = 0
    while more := learn_dispatch(at=datetime.now(UTC)):
        learned += more
    tallies = {row.name: (row.seen, row.right) for row in AdviceTally.objects.all()}
    print(
        f"sample months: {learned:,} closed cases learned, {DispatchCount.objects.count():,} counts"
    )
    for name in ("top:1", "top:3", HINT):
        seen, right = tallies.get(name, (0, 0))
        if seen:
            print(f"  {name}: {right / seen:.3f} of {seen:,}")
    print_calibration(tallies)
    handled = list(
        Case.objects.filter(closed_as="handled", lead__isnull=False).select_related("lead")[:2000]
    )
    right = sum(
        isinstance(said := catalogue_on(case.registered_at.date()).advise(matter), Advice)
        and said.unit == case.lead.code
        for case, matter in zip(handled, matters_of(handled), strict=True)
    )
    print(f"  the catalogue alone: {right / len(handled):.3f} of {len(handled):,}")
    keys = keys_of(Matter(("01", "0102"), "cn220302", "cn220302005"))
    runs = repeated(lambda: counts_of(keys), 20)
    told("reading the counts of one case", [run.wall * 1000 for run in runs], "ms")


if __name__ == "__main__":
    main()
