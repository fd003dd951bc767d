"""How fast personal data is found in real messages, and how much of each kind.

`python -m bench.redaction FOLDER` reads every .csv of a folder (columns title, text, reply) and
prints counts, speed, and with `--show KIND` some findings with the words around them, to be read
by a person: a rule that finds what is none is mended in `rules/redaction`. Nothing is kept.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hotline.rules.masking import mask_text
from hotline.rules.redaction import KINDS, find

COLUMNS = ("title", "text", "reply")
AROUND = 12


def messages(folder: Path) -> Iterator[str]:
    """Every message of every file, its columns one after the other."""
    for path in sorted(folder.glob("messages*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield "。".join(row.get(column) or "" for column in COLUMNS)


def main() -> None:
    """Measure, and show what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", choices=KINDS)
    parser.add_argument("--many", type=int, default=50)
    asked = parser.parse_args()
    csv.field_size_limit(10_000_000)
    read = list(messages(asked.folder))
    letters = sum(map(len, read))
    begun = time.perf_counter()
    found = [(text, each) for text in read for each in find(text)]
    seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    for text in read:
        mask_text(text)
    masking = time.perf_counter() - begun
    print(f"{len(read):,} messages, {letters:,} letters")
    print(f"find: {seconds:.1f} s, {letters / seconds:,.0f} letters/s")
    print(f"mask_text: {masking / len(read) * 1e6:.0f} µs a message")
    counts = Counter(each.kind for _, each in found)
    for kind, name in KINDS.items():
        print(f"  {name}: {counts[kind]:,}")
    own = [(text, each) for text, each in found if each.kind == asked.show]
    for text, each in random.sample(own, min(asked.many, len(own))):
        before, after = text[max(0, each.start - AROUND) : each.start], text[each.end :][:AROUND]
        print(f"{before}【{each.text}】{after}".replace("\n", " "))


if __name__ == "__main__":
    main()
