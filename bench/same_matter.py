"""How well pairs of one matter are told from others, and what looking for them costs.

`python -m bench.same_matter FOLDER` reads messages_2017_2020.csv and duplicate_pairs_dev.csv of a
folder: of the known pairs how many are offered by their words and place, of random ones how many
would be. No caller is known in them, so this is what words and place do alone. Nothing is kept.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import statistics
import time
from pathlib import Path

from hotline.rules.same_matter import OFFERED_FROM, Matter, likeness

RANDOM_PAIRS = 20_000
# A plain guess at the places of a text that has no place of its own: what ends like one.
PLACES = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?:小区|花园|家园|嘉园|公寓|大厦|广场|新村|滨河苑|苑|城|大道|路|街|学校|中学|小学)"
)


def matters(path: Path) -> dict[str, Matter]:
    """Every message by its identity."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["id"]: Matter(row["title"], row["text"], places=tuple(PLACES.findall(row["title"])[:2]))
        for row in rows
    }


def main() -> None:
    """Measure, with a caller in common and without."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    csv.field_size_limit(10_000_000)
    known = matters(folder / "messages_2017_2020.csv")
    with (folder / "duplicate_pairs_dev.csv").open(encoding="utf-8-sig", newline="") as file:
        pairs = [(row["id1"], row["id2"]) for row in csv.DictReader(file)]
    pairs = [pair for pair in pairs if set(pair) <= known.keys()]
    chance = random.Random(1)
    ids = sorted(known)
    others = [tuple(chance.sample(ids, 2)) for _ in range(RANDOM_PAIRS)]
    for caller, name in ((0, "no caller known"), (45, "of one caller")):
        rates = []
        for chosen in (pairs, others):
            scores = [min(100, likeness(known[a], known[b]).score + caller) for a, b in chosen]
            rates.append(statistics.mean(score >= OFFERED_FROM for score in scores))
        print(
            f"{name}: of {len(pairs)} known pairs {rates[0]:.1%} offered, of random {rates[1]:.2%}"
        )
    begun = time.perf_counter()
    for a, b in others:
        likeness(known[a], known[b])
    each = (time.perf_counter() - begun) / len(others)
    print(f"one comparison: {each * 1e6:.0f} µs")


if __name__ == "__main__":
    main()
