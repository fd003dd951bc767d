"""How well pairs of one matter are told from others by what the product compares, on real messages.

`python -m bench.same_matter FOLDER` reads messages_2017_2020.csv, duplicate_pairs_dev.csv and
issues_dev.csv of a folder: of the known pairs how many are offered, of random ones and of hard ones
(much the same words, but one of the two belongs to a known issue and the other does not) how many
would be; and how many pairs of all within sixty days. No caller is known in them, so this is what
words do alone. With `--show N` so many offered pairs are printed, to be read. Nothing is kept.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

from hotline.rules.same_matter import Likeness, Matter, SameSettings, likeness, weights

RANDOM_PAIRS = 20_000
FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M")
MANY = 80
Pair = tuple[str, str]


class Corpus:
    """The messages, how often each pair of characters is said, and what was compared so far."""

    def __init__(self, folder: Path) -> None:
        csv.field_size_limit(10_000_000)
        self.rows = {row["id"]: row for row in _rows(folder / "messages_2017_2020.csv")}
        self.matters = {
            name: Matter(row["title"], row["text"].strip()) for name, row in self.rows.items()
        }
        self.cases = Counter(pair for each in self.matters.values() for pair in each.pairs)
        self.weights: dict[str, dict[str, float]] = {}
        self.known = {
            tuple(sorted((row["id1"], row["id2"])))
            for row in _rows(folder / "duplicate_pairs_dev.csv")
        }
        self.issues = {row["id"]: row["issue"] for row in _rows(folder / "issues_dev.csv")}
        self.at = {name: _moment(row["time"]) for name, row in self.rows.items()}

    def like(self, pair: Pair) -> Likeness:
        """One comparison, as the product makes it."""
        one, other = self.matters[pair[0]], self.matters[pair[1]]
        if pair[0] not in self.weights:
            self.weights[pair[0]] = weights(one.pairs, self.cases, len(self.rows))
        return likeness(one, other, self.weights[pair[0]])

    def near(self) -> list[Pair]:
        """Pairs within sixty days that share rare words."""
        holds: dict[str, list[str]] = {}
        for name, matter in self.matters.items():
            for pair in matter.pairs:
                if self.cases[pair] <= MANY:
                    holds.setdefault(pair, []).append(name)
        shared = Counter(
            pair for names in holds.values() for pair in combinations(sorted(names), 2)
        )
        lately = timedelta(days=60)
        return [
            (a, b)
            for (a, b), number in shared.items()
            if number >= 2 and abs(self.at[a] - self.at[b]) <= lately
        ]


def main() -> None:
    """One line per set of pairs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    corpus, chance, settings = Corpus(given.folder), random.Random(1), SameSettings()
    ids = sorted(corpus.rows)
    told("known pairs", [corpus.like(pair) for pair in sorted(corpus.known)], settings)
    by_chance = [
        corpus.like((a, b)) for a, b in (chance.sample(ids, 2) for _ in range(RANDOM_PAIRS))
    ]
    told("random pairs", by_chance, settings)
    begun = time.perf_counter()
    near = {pair: corpus.like(pair) for pair in corpus.near()}
    each = (time.perf_counter() - begun) / max(1, len(near))
    hard = [like for pair, like in near.items() if len(_in_issues(corpus, pair)) == 1]
    told("hard pairs, of an issue and of none", hard, settings)
    told("near pairs", near.values(), settings)
    offered = [pair for pair, like in near.items() if settings.offers(like)]
    unknown = [pair for pair in offered if pair not in corpus.known]
    unknown = [pair for pair in unknown if len(_in_issues(corpus, pair)) != 2]
    print(f"of {len(near)} near pairs {len(offered)} offered, {len(unknown)} not of a known issue")
    print(f"one comparison: {each * 1e6:.0f} µs")
    for a, b in chance.sample(unknown, min(given.show, len(unknown))):
        print(near[a, b].score, "|", corpus.rows[a]["title"], "|", corpus.rows[b]["title"])


def told(name: str, found: Iterable[Likeness], settings: SameSettings) -> None:
    """How many of them are offered, and at other thresholds."""
    scores = [like.score for like in found]
    parts = [
        f"{sum(score >= t for score in scores) / len(scores):.2%} ≥ {t}"
        for t in (60, 63, 65, 67, 70)
    ]
    print(f"{name}, {len(scores)}: offered from {settings.others}: " + ", ".join(parts))


def _in_issues(corpus: Corpus, pair: Pair) -> list[str]:
    return [name for name in pair if name in corpus.issues]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _moment(text: str) -> datetime:
    for form in FORMATS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - only differences are used
        except ValueError:
            continue
    raise ValueError(text)


if __name__ == "__main__":
    main()
